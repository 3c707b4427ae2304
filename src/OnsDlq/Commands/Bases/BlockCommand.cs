using OnsDlq.Binding;
using OnsDlq.Connection;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Sessions;

namespace OnsDlq.Commands.Bases;

/// <summary>The base of the commands that block and unblock messages: finds the journal's key for each message.</summary>
public abstract class BlockCommand : MessageInputCommand
{
    private OnsDlqConnection _connection = null!;
    private MessageReferenceReader _reader = null!;
    private ConfirmationPrompt _prompt = null!;
    private JournalHandle? _handle;
    private IOpenedReader? _reading;

    private protected BlockCommand()
    {
    }

    /// <summary>Prepares for the first message.</summary>
    private protected void Prepare()
    {
        _connection = ResolveConnection();
        _reader = new MessageReferenceReader(_connection, GroupId, InstanceId);
        _prompt = new ConfirmationPrompt(this, () => Console.IsInputRedirected);
    }

    /// <summary>Finds the key of the input, and asks the service for a missing instance; null where that was an error.</summary>
    private protected MessageKey? Identify(object? input)
    {
        if (_reader.TryRead(input, out var error) is not { } message)
        {
            WriteError(error!);
            return null;
        }

        MessageKey? key = null;
        var identity = new MessageIdentity(_connection.Realm, _connection.Client);
        Bridge.Run((writer, token) => AttemptAsync(writer, message.MsgId, async () => key = await identity.FindAsync(message, NarrateTo(writer), token)));
        return key;
    }

    /// <summary>Opens the journal for writing; creates it where it does not exist.</summary>
    private protected MessageBlocks Open() => new((_handle ??= OpenJournal(_connection)).Journal, TimeProvider.System);

    /// <summary>Gives a message's block; null where none is in force.</summary>
    private protected BlockedMessage? FindBlock(MessageKey key)
    {
        _reading ??= Bridge.Run(_connection.ResendJournal.OpenReaderAsync);
        return _reading is { } journal
            ? Bridge.Run(token => MessageBlocks.FindAsync(journal, key, TimeProvider.System.GetUtcNow(), token))
            : null;
    }

    /// <summary>Asks for confirmation of an action on a message.</summary>
    private protected bool Allows(MessageKey key, string action)
    {
        var instance = key.InstanceId.Length == 0 ? "" : $"{Printable.Of(key.InstanceId)}, ";
        return _prompt.Allows($"{key.MsgId} of {key.GroupId} ({instance}{key.Realm}); {ConnectionText.Of(_connection)}", action, key.MsgId);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        _reading?.Dispose();
        _handle?.Dispose();
    }
}
