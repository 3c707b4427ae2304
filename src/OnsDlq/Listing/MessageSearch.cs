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

    /// <summary>The most IDs that are looked up side by side.</summary>
    public const int LookupsInFlight = 8;

    private readonly MessageWriter _messages = new(connection, options);
    private readonly CallWatch _calls = new(TimeProvider.System);
    private volatile bool _failed;
    private volatile bool _answered;

    /// <summary>Whether the search is over: as many were shown as are wanted, or an error occurred that every call would meet.</summary>
    public bool IsDone => _failed || _messages.IsFull;

    /// <summary>
    /// Shows the content of a group's queue. With -Unique nothing is shown before everything is listed, and nothing if a call fails.
    /// </summary>
    /// <param name="groupId">The group.</param>
    /// <param name="instanceId">Its instance; null where it is not known.</param>
    /// <param name="asked">The range.</param>
    /// <param name="writer">Takes the output.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <param name="news">Which entries are new, where only those are shown; it notes what is shown. Null to show all.</param>
    /// <returns>Whether it came to its end without an error, and showed all that was listed up to there.</returns>
    /// <exception cref="OnsDlqException">A call or the journal failed before anything was shown.</exception>
    public async Task<bool> ListAsync(
        string groupId, string? instanceId, ListingRange asked, IPipelineWriter writer, CancellationToken cancellationToken, NewEntries? news = null)
    {
        var ended = false;
        await ReportAsync($"Listing dead letters of {groupId}", asked.Range, writer, async progress =>
        {
            await ListAllAsync(groupId, instanceId, asked, news, progress, writer, cancellationToken);
            ended = true;
        });
        return ended;
    }

    /// <summary>
    /// Looks up messages, several side by side, and shows those that pass the filter, in the order given. What is wrong with one of them is a
    /// non-terminating error about its ID.
    /// </summary>
    /// <exception cref="OnsDlqException">A call or the journal failed before anything was shown, and every other call would fail, too.</exception>
    public Task FindAsync(IAsyncEnumerable<MessageRequest> requests, IPipelineWriter writer, CancellationToken cancellationToken) =>
        ReportAsync("Looking up dead letters", null, writer, progress => FindAllAsync(requests, progress, writer, cancellationToken));

    /// <summary>Writes the summary at the end: a warning, and a line for the person at the console.</summary>
    public void Conclude(PSCmdlet command) => _messages.Conclude(command.WriteWarning, line => PersonLine.Write(command, line));

    /// <inheritdoc/>
    public void Dispose() => _messages.Dispose();

    private async Task ListAllAsync(
        string groupId, string? instanceId, ListingRange asked, NewEntries? news, ListingProgress progress, IPipelineWriter writer,
        CancellationToken cancellationToken)
    {
        var range = asked.Range;
        writer.WriteVerbose($"Listing what was stored in the dead-letter queue of {groupId} from {range.ToLocalTime()}.");
        var unique = options.Unique ? new NewestEntries() : null;
        var reader = new DeadLetterReader(connection.Client, CallsOf(writer), asked.LatestEnd);
        await foreach (var batch in reader.ListAsync(groupId, instanceId, range, options.Unique ? null : _messages.Left, cancellationToken))
        {
            progress.Read(batch.Entries.Count, batch.Entries is [.., var last] ? DateTimeOffset.FromUnixTimeMilliseconds(last.StoreTimestamp) : null);
            news?.Read(batch.Entries);
            DeadLetter[] chosen = [.. batch.Entries.Where(entry => options.Filter.Match(entry) && news?.IsNew(entry) != false)];
            var before = _messages.Shown;
            if (unique is not null) foreach (var entry in chosen) unique.Add(entry);
            else await ShowAsync(chosen, writer, cancellationToken);
            news?.Show(unique is null ? chosen[..(_messages.Shown - before)] : chosen);
            if (batch.Gap is { } gap)
            {
                news?.StopAt(gap.Range.Begin);
                await writer.WriteErrorAsync(ErrorFactory.Make(ErrorId.IncompleteListing, gap.Message, gap.GroupId));
            }

            if (!IsDone) continue;
            news?.StopAtLastShown();
            break;
        }

        foreach (var batch in unique?.InOrder().Chunk(BatchSize) ?? [])
        {
            await ShowAsync(batch, writer, cancellationToken);
            if (IsDone) return;
        }
    }

    private async Task FindAllAsync(
        IAsyncEnumerable<MessageRequest> requests, ListingProgress progress, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var reader = new DeadLetterReader(connection.Client, CallsOf(writer));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var looking = SideBySide.InOrderAsync(requests, Most, (request, ending) => LookUpAsync(reader, request, ending), stop.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        var next = looking.MoveNextAsync().AsTask();
        try
        {
            while (!IsDone && await next)
            {
                // While the bodies of these are read, the next ones are looked up; with -First it is not known yet how many are wanted.
                var answers = looking.Current;
                progress.Read(answers.Count);
                _answered = !answers.SelectMany(answer => answer.Errors).Any(ErrorFactory.EndsCommand);
                var looksAhead = _answered && _messages.Left is null;
                if (looksAhead) next = looking.MoveNextAsync().AsTask();
                await ShowAsync(answers, writer, cancellationToken);
                foreach (var answer in answers) answer.Shown?.TrySetResult();
                if (!looksAhead && !IsDone) next = looking.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await looking.DisposeAsync();
        }
    }

    private async Task ShowAsync(IReadOnlyList<MessageAnswer> answers, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var found = new List<DeadLetter>();
        foreach (var answer in answers)
        {
            found.AddRange(answer.Found.Where(options.Filter.Match));
            if (answer.Errors.Count == 0) continue;
            await ShowAsync(found, writer, cancellationToken);
            found.Clear();
            if (IsDone) return;
            foreach (var error in answer.Errors)
            {
                if (ErrorFactory.EndsCommand(error)) throw error;
                await writer.WriteErrorAsync(ErrorFactory.From(error, answer.MsgId));
            }
        }

        await ShowAsync(found, writer, cancellationToken);
    }

    // The first one is looked up alone: where it finds that every call fails, it is the only one that does.
    private int Most() => _answered ? Math.Min(LookupsInFlight, _messages.Left ?? LookupsInFlight) : 1;

    private static async Task<MessageAnswer> LookUpAsync(DeadLetterReader reader, MessageRequest request, CancellationToken cancellationToken)
    {
        var (found, errors) = (new List<DeadLetter>(), new List<OnsDlqException>());
        try
        {
            var msgId = Check(request.MsgId);
            foreach (var (groupId, instanceId) in request.Groups)
            {
                try
                {
                    if (await reader.FindAsync(groupId, msgId, instanceId, cancellationToken) is { } one) found.Add(one);
                }
                catch (OnsDlqException exception) when (!ErrorFactory.EndsCommand(exception))
                {
                    errors.Add(exception);
                }
            }

            if (found.Count + errors.Count == 0) errors.Add(new CommandException(ErrorId.MessageNotFound, Missing(request), msgId));
        }
        catch (OnsDlqException exception)
        {
            errors.Add(exception);
        }

        return new(request.MsgId, found, errors) { Shown = request.Shown };
    }

    private static string Missing(MessageRequest request) => request.Groups is [var only]
        ? $"Group {only.GroupId} has no dead letter {request.MsgId}."
        : $"None of the groups {string.Join(", ", request.Groups.Select(group => group.GroupId))} has a dead letter {request.MsgId}.";

    // A terminating error would discard the output so far where it is assigned to a variable, and would end the resend run that the listing is
    // piped into. So after the first output the error is non-terminating.
    private async Task KeepShownAsync(IPipelineWriter writer, Func<Task> search)
    {
        try
        {
            await search();
        }
        catch (OnsDlqException exception) when (_messages.Shown > 0 && ErrorFactory.EndsCommand(exception))
        {
            _failed = true;
            await writer.WriteErrorAsync(ErrorFactory.From(exception));
        }
    }

    private Task ReportAsync(string activity, TimeRange? range, IPipelineWriter writer, Func<ListingProgress, Task> search)
    {
        var progress = new ListingProgress(activity, range, _calls, () => _messages.Shown);
        return ProgressTicker.ShowAsync(() => KeepShownAsync(writer, () => search(progress)), progress.Record, writer, TimeProvider.System);
    }

    private CallContext CallsOf(IPipelineWriter writer) => _calls.Watch(contextOf(writer));

    private Task ShowAsync(IReadOnlyList<DeadLetter> entries, IPipelineWriter writer, CancellationToken cancellationToken) =>
        _messages.ShowAsync(entries, CallsOf(writer), writer, cancellationToken);

    private static string Check(string? msgId)
    {
        if (string.IsNullOrWhiteSpace(msgId)) throw new CommandException(ErrorId.MissingMsgId, "A message ID is empty.", msgId);
        return MessageIdRule.IsWellFormed(msgId)
            ? msgId
            : throw new CommandException(ErrorId.InvalidMsgId, $"'{Printable.Of(msgId)}' cannot be a message ID.", msgId);
    }
}
