using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>
/// Shows listed dead letters with their bodies. For bodies that cannot be read there are warnings: one each for the first few, and one with the
/// number of the rest.
/// </summary>
/// <param name="connection">The connection that is listed.</param>
internal sealed class BodyView(OnsDlqConnection connection)
{
    /// <summary>How many bodies get a warning of their own.</summary>
    public const int MostWarnings = 5;

    private readonly BodyReader _reader = new(connection.Bodies, connection.InstanceId);
    private int _troubles;

    /// <summary>Reads the bodies of dead letters and shows the dead letters, in the order given.</summary>
    /// <exception cref="ServiceException">A call failed, and all others would fail, too.</exception>
    public async Task ShowAsync(
        IEnumerable<DeadLetter> messages, CallContext context, Func<BodyResult, ValueTask> show, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        await foreach (var result in _reader.ReadAsync(messages, context, cancellationToken))
        {
            var (message, trouble, cause) = result;
            if (cause is not null && ErrorFactory.EndsCommand(cause)) throw cause;
            if (trouble != BodyTrouble.None && _troubles++ < MostWarnings) writer.WriteWarning(Words(message, trouble, cause));
            await show(result);
        }
    }

    /// <summary>The warning with the number of the other bodies; null where there are none.</summary>
    public string? Summary => _troubles <= MostWarnings ? null
        : $"{_troubles - MostWarnings} more dead letters came without their body, or with one whose checksum is not theirs. BodyVerified is True for "
            + "those with the right one.";

    private static string Words(DeadLetter message, BodyTrouble trouble, ServiceException? cause) => Printable.Of(trouble switch
    {
        BodyTrouble.ChecksumDiffers =>
            $"The body read for message {message.MsgId} has another checksum than its dead letter: it may be another message's.",
        BodyTrouble.TopicUnknown => $"The body of message {message.MsgId} cannot be read: its dead letter names no topic.",
        BodyTrouble.InstanceUnknown => $"The body of message {message.MsgId} cannot be read: give its instance with -InstanceId.",
        BodyTrouble.Gone => $"The body of message {message.MsgId} cannot be had: topic {message.Topic} does not have it any more.",
        _ => $"The body of message {message.MsgId} could not be read. {ErrorFactory.Describe(cause!)}{Advice(cause!)}",
    });

    private static string Advice(ServiceException cause) =>
        cause.Id == ErrorId.PermissionDenied ? " " + ErrorFactory.From(cause).ErrorDetails.RecommendedAction : "";
}
