using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Pipeline;
using OnsDlq.Realms;

namespace OnsDlq.Evidence;

/// <summary>Collects the attempts that a command is about, and finds them in the journal.</summary>
internal sealed class AttemptBatch
{
    // Nothing older has a trace, or an entry in the queue.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(4);

    private readonly List<string> _runs = [];
    private readonly List<(string Group, string? Instance)> _groups = [];
    private readonly List<AttemptReference> _references = [];
    private readonly Dictionary<string, HashSet<string>> _ofRuns = new(StringComparer.Ordinal);

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _runs.Count + _groups.Count + _references.Count + _ofRuns.Count == 0;

    /// <summary>Whether an input says of itself that nothing was sent for it: it has an attempt ID, and that is empty.</summary>
    public static bool IsUnsent(PSObject? input) =>
        input?.BaseObject is not (null or string or Array) && input.Properties["AttemptId"] is { } id && string.IsNullOrWhiteSpace(id.Value?.ToString());

    /// <summary>The run that an input names; null where it names none.</summary>
    public static string? RunOf(PSObject? input) =>
        input?.BaseObject is null or string ? null : InputMembers.Trimmed(input.Properties["RunId"]?.Value?.ToString());

    /// <summary>Adds all attempts of a run.</summary>
    public void AddRun(string runId) => _runs.Add(runId);

    /// <summary>Adds all attempts of a group that are not decided.</summary>
    public void AddGroup(string groupId, string? instanceId) => _groups.Add((groupId, instanceId));

    /// <summary>Adds one attempt.</summary>
    /// <param name="reference">The attempt, or its message.</param>
    /// <param name="runId">The run that the input names: its attempts are read at once.</param>
    public void Add(AttemptReference reference, string? runId)
    {
        if (reference.AttemptId is not { } attemptId || runId is null) _references.Add(reference);
        else if (_ofRuns.TryGetValue(runId, out var attempts)) attempts.Add(attemptId);
        else _ofRuns.Add(runId, new(StringComparer.Ordinal) { attemptId });
    }

    /// <summary>Finds them, each once. What is not there, or of another service, is an error each.</summary>
    public async Task<IReadOnlyList<RecordedAttempt>> FindAsync(
        OnsDlqConnection connection, IResendJournal? journal, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        if (journal is null)
        {
            await Missing(writer, $"There is no journal at {Printable.Of(connection.Journal)}.", connection.Journal);
            return [];
        }

        var found = new Dictionary<string, RecordedAttempt>(StringComparer.Ordinal);
        foreach (var runId in _runs)
        {
            if (await TakeAsync(new() { RunId = runId }, null) == 0) await Missing(writer, $"The journal has no attempt of a run {Printable.Brief(runId)}.", runId);
        }

        foreach (var (runId, wanted) in _ofRuns)
        {
            await TakeAsync(new() { RunId = runId }, recorded => wanted.Contains(recorded.Attempt.AttemptId));
            foreach (var attemptId in wanted.Where(id => !found.ContainsKey(id)))
                await Missing(writer, $"The journal has no attempt {Printable.Brief(attemptId)} of run {Printable.Brief(runId)}.", attemptId);
        }

        var since = connection.Clock.Latest - Memory;
        foreach (var (group, instance) in _groups)
        {
            await TakeAsync(
                new() { Realm = connection.Realm, GroupId = group, InstanceId = instance, From = since },
                recorded => recorded.Attempt.Evidence is not { IsFinal: true });
        }

        foreach (var reference in _references) await FindAsync(reference);
        return await OfThisServiceAsync(found.Values, connection, writer);

        async Task FindAsync(AttemptReference reference)
        {
            var name = reference.AttemptId ?? reference.Message.MsgIds[0];
            if (reference.AttemptId is { } attemptId && await TakeAsync(new() { AttemptId = attemptId }, null) > 0) return;
            var newest = reference.Message.MsgIds.Count == 0 ? null : await NewestAsync(journal, reference.Message, cancellationToken);
            if (newest is null) await Missing(writer, $"The journal knows of no attempt {Printable.Brief(name)}.", name);
            else found.TryAdd(newest.Attempt.AttemptId, newest);
        }

        async Task<int> TakeAsync(AttemptQuery query, Func<RecordedAttempt, bool>? isWanted)
        {
            var taken = 0;
            await foreach (var recorded in journal.QueryAsync(query, cancellationToken))
            {
                if (isWanted?.Invoke(recorded) == false) continue;
                found.TryAdd(recorded.Attempt.AttemptId, recorded);
                taken++;
            }

            return taken;
        }
    }

    // The newest attempt on a message that may have been executed.
    private static async Task<RecordedAttempt?> NewestAsync(IJournalReader journal, AttemptQuery message, CancellationToken cancellationToken)
    {
        await foreach (var recorded in journal.QueryAsync(message, cancellationToken))
        {
            if (recorded.Attempt.MayBeExecuted) return recorded;
        }

        return null;
    }

    private static async Task<IReadOnlyList<RecordedAttempt>> OfThisServiceAsync(
        IEnumerable<RecordedAttempt> found, OnsDlqConnection connection, IPipelineWriter writer)
    {
        var own = found.ToLookup(recorded => Realm.Covers(connection.Realm, recorded.Key.Realm));
        foreach (var others in own[false].GroupBy(recorded => recorded.Key.Realm, StringComparer.Ordinal))
        {
            await writer.WriteErrorAsync(ErrorFactory.Make(
                ErrorId.RegionMismatch,
                FormattableString.Invariant($"{others.Count()} of the attempts were made in {others.Key}, and this connection calls {connection.Realm}."),
                others.Key));
        }

        return [.. own[true]];
    }

    private static ValueTask Missing(IPipelineWriter writer, string text, string target) =>
        writer.WriteErrorAsync(ErrorFactory.Make(ErrorId.AttemptNotFound, text, target));
}
