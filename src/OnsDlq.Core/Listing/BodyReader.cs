using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Reads the bodies of dead letters, several in parallel, and gives the dead letters in the order of the input.</summary>
/// <param name="client">The operation.</param>
/// <param name="instanceId">The instance of dead letters that name none; null where it is not known.</param>
internal sealed class BodyReader(IMessageBodyClient client, string? instanceId)
{
    /// <summary>The most bodies that are being read, or are read and wait for their turn; it limits the memory, too.</summary>
    public const int InFlight = 8;

    // If one message of a topic may not be read, the next may not be read either, so it is not tried.
    private readonly ConcurrentDictionary<(string InstanceId, string Topic), ServiceException> _denied = new();

    /// <summary>Reads the bodies. A body that cannot be read is not an exception: its dead letter comes without it, with the reason.</summary>
    /// <param name="messages">The dead letters.</param>
    /// <param name="context">The command's settings for its calls.</param>
    /// <param name="cancellationToken">Ends the calls in flight.</param>
    public async IAsyncEnumerable<BodyResult> ReadAsync(
        IEnumerable<DeadLetter> messages, CallContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reading = SideBySide.InOrderAsync(messages, () => InFlight, (message, ending) => ReadOneAsync(message, context, ending), cancellationToken);
        await foreach (var ready in reading.ConfigureAwait(false))
            foreach (var body in ready) yield return body;
    }

    private async Task<BodyResult> ReadOneAsync(DeadLetter message, CallContext context, CancellationToken cancellationToken)
    {
        if (message.BodyVerified == true) return new(message, BodyTrouble.None);
        if (message.Topic is not { Length: > 0 } topic) return new(message, BodyTrouble.TopicUnknown);
        if ((message.InstanceId ?? instanceId) is not { Length: > 0 } instance) return new(message, BodyTrouble.InstanceUnknown);
        if (_denied.TryGetValue((instance, topic), out var denial)) return new(message, BodyTrouble.CallFailed, denial);
        try
        {
            var body = await client.GetBodyAsync(instance, topic, message.MsgId, context, cancellationToken).ConfigureAwait(false);
            if (body is null) return new(message, BodyTrouble.Gone);
            var read = message.WithBody(body);
            return new(read, read.BodyVerified == false ? BodyTrouble.ChecksumDiffers : BodyTrouble.None);
        }
        catch (ServiceException failure)
        {
            if (failure.Id == ErrorId.PermissionDenied) _denied.TryAdd((instance, topic), failure);
            return new(message, BodyTrouble.CallFailed, failure);
        }
    }
}
