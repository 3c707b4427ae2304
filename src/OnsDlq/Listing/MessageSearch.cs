using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Looks for the dead letters that a user has chosen, in a range of store times or by message ID, and shows them.</summary>
/// <param name="connection">The connection that is listed.</param>
/// <param name="options">What is shown.</param>
/// <param name="contextOf">What its calls are told.</param>
internal sealed class MessageSearch(OnsDlqConnection connection, ListingOptions options, Func<IPipelineWriter, CallContext> contextOf) : IDisposable
{
    // What is shown with one look into the journal.
    private const int BatchSize = 50;

    private readonly MessageWriter _messages = new(connection, options);
    private bool _failed;

    /// <summary>Whether as many were shown as are wanted, or something failed that every call would meet, so that nothing is looked for any more.</summary>
    public bool IsDone => _failed || _messages.IsFull;

    /// <summary>Shows what a group's queue holds. Of unique ones none is shown before all are listed, and where a call fails, none is.</summary>
    /// <exception cref="OnsDlqException">A call failed, or the journal did, and nothing was shown before.</exception>
    public Task ListAsync(string groupId, string? instanceId, ListingRange asked, IPipelineWriter writer, CancellationToken cancellationToken) =>
        KeepShownAsync(writer, () => ListAllAsync(groupId, instanceId, asked, writer, cancellationToken));

    /// <summary>Shows a message, where it is one of those that were chosen.</summary>
    /// <exception cref="CommandException">The ID cannot be one, or the group has no such message.</exception>
    /// <exception cref="OnsDlqException">A call failed, or the journal did.</exception>
    public Task FindAsync(string groupId, string? msgId, string? instanceId, IPipelineWriter writer, CancellationToken cancellationToken) =>
        KeepShownAsync(writer, () => FindOneAsync(groupId, msgId, instanceId, writer, cancellationToken));

    /// <summary>Warns, once all is done, of what was not warned of one by one.</summary>
    public void Conclude(Action<string> warn) => _messages.Conclude(warn);

    /// <inheritdoc/>
    public void Dispose() => _messages.Dispose();

    private async Task ListAllAsync(string groupId, string? instanceId, ListingRange asked, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var range = asked.Range;
        writer.WriteVerbose($"Listing what was stored in the dead-letter queue of {groupId} from {range.ToLocalTime()}.");
        var unique = options.Unique ? new NewestEntries() : null;
        var reader = new DeadLetterReader(connection.Client, contextOf(writer), asked.LatestEnd);
        await foreach (var batch in reader.ListAsync(groupId, instanceId, range, options.Unique ? null : _messages.Left, cancellationToken))
        {
            var chosen = batch.Entries.Where(options.Filter.Match);
            if (unique is not null) foreach (var entry in chosen) unique.Add(entry);
            else await ShowAsync([.. chosen], writer, cancellationToken);
            if (batch.Gap is { } gap) await writer.WriteErrorAsync(ErrorFactory.Make(ErrorId.IncompleteListing, gap.Message, gap.GroupId));
            if (IsDone) break;
        }

        foreach (var batch in unique?.InOrder().Chunk(BatchSize) ?? [])
        {
            await ShowAsync(batch, writer, cancellationToken);
            if (IsDone) return;
        }
    }

    private async Task FindOneAsync(string groupId, string? msgId, string? instanceId, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var reader = new DeadLetterReader(connection.Client, contextOf(writer));
        var found = await reader.FindAsync(groupId, Check(msgId), instanceId, cancellationToken)
            ?? throw new CommandException(ErrorId.MessageNotFound, $"Group {groupId} has no dead letter {msgId}.", msgId);
        if (options.Filter.Match(found)) await ShowAsync([found], writer, cancellationToken);
    }

    // As an exception, what ends a listing would take what was shown from whoever assigns it to a variable, and end the resend run that it is
    // piped into.
    private async Task KeepShownAsync(IPipelineWriter writer, Func<Task> search)
    {
        try
        {
            await search();
        }
        catch (OnsDlqException exception) when (_messages.HasShown && ErrorFactory.EndsCommand(exception))
        {
            _failed = true;
            await writer.WriteErrorAsync(ErrorFactory.From(exception));
        }
    }

    private Task ShowAsync(IReadOnlyList<DeadLetter> entries, IPipelineWriter writer, CancellationToken cancellationToken) =>
        _messages.ShowAsync(entries, contextOf(writer), writer, cancellationToken);

    private static string Check(string? msgId)
    {
        if (string.IsNullOrWhiteSpace(msgId)) throw new CommandException(ErrorId.MissingMsgId, "A message ID is empty.", msgId);
        return MessageIdRule.IsWellFormed(msgId)
            ? msgId
            : throw new CommandException(ErrorId.InvalidMsgId, $"'{Printable.Of(msgId)}' cannot be a message ID.", msgId);
    }
}
