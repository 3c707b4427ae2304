using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Realms;
using OnsDlq.Transport;

namespace OnsDlq.Archive;

/// <summary>Saves dead letters to an archive, with their bodies. A body that is there, in the input or in the archive, is not read again.</summary>
/// <param name="archive">The archive; disposed of together with this.</param>
internal sealed class MessageArchive(ArchiveWriter archive) : IDisposable
{
    private BodyView? _bodies;
    private long _known;

    /// <summary>What was done, for people.</summary>
    public string Summary => FormattableString.Invariant($"{archive.Count} dead letters are in the archive; {_known} of the input were there already.");

    /// <summary>Opens an archive.</summary>
    /// <exception cref="ArchiveException">It cannot be used.</exception>
    public static MessageArchive Open(string path, Action<string> warn, CancellationToken cancellationToken)
    {
        var archive = ArchiveWriter.Open(path, TimeProvider.System, cancellationToken);
        if (archive.Damaged > 0)
        {
            warn(FormattableString.Invariant(
                $"The archive has {archive.Damaged} damaged lines. They stay as they are; what they had is saved again where the input has it."));
        }

        return new MessageArchive(archive);
    }

    /// <summary>Whether the service has to be asked for a dead letter's body.</summary>
    public bool NeedsService(DeadLetter message) => message.BodyVerified != true && !archive.Has(message);

    /// <summary>Saves dead letters; they are given back as they are in the archive.</summary>
    /// <param name="messages">The dead letters.</param>
    /// <param name="connection">Reads the bodies; null where every body is there.</param>
    /// <param name="context">The settings of its calls.</param>
    /// <param name="writer">Takes warnings, and errors of dead letters that the connection cannot have listed.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="OnsDlqException">A body could not be read, and all others could not be either; or the archive cannot be written.</exception>
    public async Task<IReadOnlyList<DeadLetter>> SaveAsync(
        IReadOnlyList<DeadLetter> messages, OnsDlqConnection? connection, CallContext context, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var saved = messages.ToList();
        var unread = new List<int>();
        for (var index = 0; index < saved.Count; index++)
        {
            var message = saved[index];
            if (archive.Has(message)) _known++;
            else if (message.BodyVerified == true) archive.Add(new BodyResult(message, BodyTrouble.None));
            else if (connection is null || !IsOf(connection, message)) await writer.WriteErrorAsync(Stranger(message, connection));
            else unread.Add(index);
        }

        if (unread.Count > 0)
        {
            var next = 0;
            _bodies ??= new BodyView(connection!);
            await _bodies.ShowAsync([.. unread.Select(index => messages[index])], context, AddAsync, writer, cancellationToken);

            ValueTask AddAsync(BodyResult result)
            {
                archive.Add(result);
                saved[unread[next++]] = result.Message;
                return ValueTask.CompletedTask;
            }
        }

        archive.Flush();
        return saved;
    }

    /// <summary>Returns when everything that was saved is on disk.</summary>
    /// <exception cref="ArchiveException">The archive cannot be written.</exception>
    public void Sync() => archive.Checkpoint(isFinished: false);

    /// <summary>Marks the archive as complete, and writes the summary warning.</summary>
    /// <exception cref="ArchiveException">The archive cannot be written.</exception>
    public void Finish(Action<string> warn)
    {
        archive.Checkpoint(isFinished: true);
        if (_bodies?.Summary is { } summary) warn(summary);
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();

    // Another service may have another message of the same name, or none.
    private static bool IsOf(OnsDlqConnection connection, DeadLetter message) =>
        message.Realm is null
            ? Realm.Covers(connection.Realm, message.RegionId) || string.Equals(message.RegionId, connection.RegionId, StringComparison.OrdinalIgnoreCase)
            : Realm.Covers(connection.Realm, message.Realm);

    private static ErrorRecord Stranger(DeadLetter message, OnsDlqConnection? connection) => ErrorFactory.Make(
        ErrorId.RegionMismatch,
        $"Message {message.MsgId} is of {message.Realm ?? message.RegionId} and not of {connection?.Realm}: its body cannot be read, so it is not saved.",
        message.MsgId);
}
