using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Finds the dead letters that a user asks for, in a range of store times or by message ID, and shows them.</summary>
/// <param name="connection">The connection that is listed.</param>
/// <param name="options">The options.</param>
/// <param name="contextOf">Makes the settings of its calls.</param>
internal sealed class MessageSearch(OnsDlqConnection connection, ListingOptions options, Func<IPipelineWriter, CallContext> contextOf) : IDisposable
{
    // How many dead letters are looked up in the journal at a time.
    private const int BatchSize = 50;

    private readonly MessageWriter _messages = new(connection, options);
    private bool _failed;

    /// <summary>Whether the search is over: as many were shown as are wanted, or an error occurred that every call would meet.</summary>
    public bool IsDone => _failed || _messages.IsFull;

    /// <summary>
    /// Shows the content of a group's queue. With -Unique nothing is shown before everything is listed, and nothing if a call fails.
    /// </summary>
    /// <exception cref="OnsDlqException">A call or the journal failed before anything was shown.</exception>
    public Task ListAsync(string groupId, string? instanceId, ListingRange asked, IPipelineWriter writer, CancellationToken cancellationToken) =>
        KeepShownAsync(writer, () => ListAllAsync(groupId, instanceId, asked, writer, cancellationToken));

    /// <summary>Shows a message, if it passes the filter.</summary>
    /// <exception cref="CommandException">The ID is not valid, or the group has no such message.</exception>
    /// <exception cref="OnsDlqException">A call or the journal failed.</exception>
    public Task FindAsync(string groupId, string? msgId, string? instanceId, IPipelineWriter writer, CancellationToken cancellationToken) =>
        KeepShownAsync(writer, () => FindOneAsync(groupId, msgId, instanceId, writer, cancellationToken));

    /// <summary>Writes the summary at the end: a warning, and a line for the person at the console.</summary>
    public void Conclude(PSCmdlet command) => _messages.Conclude(command.WriteWarning, line => PersonLine.Write(command, line));

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

    // A terminating error would discard the output so far where it is assigned to a variable, and would end the resend run that the listing is
    // piped into. So after the first output the error is non-terminating.
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
