using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Operations;

namespace OnsDlq.Evidence;

/// <summary>One attempt while evidence on it is gathered. Thread-safe: it may come back while its trace is read.</summary>
internal sealed class EvidenceTarget(RecordedAttempt recorded)
{
    private readonly object _gate = new();
    private readonly SortedSet<long> _entries = [];
    private bool _isTold;

    /// <summary>The attempt with its message, in its present state.</summary>
    public RecordedAttempt Recorded { get; private set; } = recorded;

    /// <summary>Its message.</summary>
    public MessageKey Key => Recorded.Key;

    /// <summary>The attempt.</summary>
    public Attempt Attempt => Recorded.Attempt;

    /// <summary>Every attempt on its message, oldest first.</summary>
    public IReadOnlyList<Attempt> Attempts { get; private set; } = [recorded.Attempt];

    /// <summary>The topic; null where it is not known.</summary>
    public string? Topic { get; private set; } = recorded.Attempt.Topic;

    /// <summary>When the message was produced; null where that is not known.</summary>
    public DateTimeOffset? BornTime { get; private set; } = recorded.Attempt.BornTime;

    /// <summary>What is known of its effect.</summary>
    public AttemptEvidence? Evidence { get; private set; } = recorded.Attempt.Evidence;

    /// <summary>Whether its verdict was told.</summary>
    public bool IsTold
    {
        get { lock (_gate) return _isTold; }
    }

    /// <summary>Marks its verdict as told; false where it was.</summary>
    public bool TryTell()
    {
        lock (_gate) return !_isTold && (_isTold = true);
    }

    /// <summary>Whether its trace is asked for.</summary>
    public bool IsWanted { get; set; }

    /// <summary>How many times a trace was read in this gathering.</summary>
    public int Looks { get; private set; }

    /// <summary>Whether the service has shown an entry that the journal did not know; until it is read again.</summary>
    public bool HasNewEntry { get; private set; }

    /// <summary>Takes over what the journal knows of its message now.</summary>
    public void Take(MessageHistory history)
    {
        lock (_gate)
        {
            (Attempts, HasNewEntry) = (history.Attempts, false);
            _entries.UnionWith(history.EntriesSeen);
            if (history.Attempts.FirstOrDefault(attempt => attempt.AttemptId == Attempt.AttemptId) is not { } now) return;
            Recorded = Recorded with { Attempt = now, Version = history.VersionOf(now) };
            if (now.Evidence is { } known && known.Replaces(Evidence)) Evidence = known;
        }
    }

    /// <summary>Takes over an entry of its message that the service showed.</summary>
    public void Take(DeadLetter entry)
    {
        lock (_gate)
        {
            HasNewEntry |= entry.StoreTimestamp > 0 && _entries.Add(entry.StoreTimestamp);
            Topic ??= entry.Topic;
            BornTime ??= entry.BornTime?.ToUniversalTime();
        }
    }

    /// <summary>Judges by what is known, and by the traces; true where the verdict is another than before.</summary>
    /// <param name="tries">What the group did with the message; null where its traces were not read.</param>
    /// <param name="now">Now, on the service's clock.</param>
    public bool Judge(IReadOnlyList<ConsumerTry>? tries, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (tries is not null) Looks++;

            // Meanwhile somebody may have proven that it was not executed.
            if (Attempt.Outcome is null || !Attempt.MayBeExecuted) return false;
            var found = EvidenceRule.Judge(new()
            {
                Attempt = Attempt with { BornTime = BornTime },
                Attempts = Attempts,
                Entries = [.. _entries],
                Tries = tries,
                Now = now,
            });
            return Note(found);
        }
    }

    /// <summary>Notes why nothing is known.</summary>
    public bool Note(EvidenceReason reason, DateTimeOffset now)
    {
        lock (_gate) return Note(new AttemptEvidence { Verdict = EvidenceVerdict.NotYetKnown, Reason = reason, FoundAt = now });
    }

    /// <summary>Counts a search for its traces.</summary>
    public void NoteQuery(DateTimeOffset now)
    {
        lock (_gate)
        {
            Note(EvidenceReason.NotAsked, now);
            Evidence = Evidence! with { Queries = Evidence.Queries + 1 };
        }
    }

    // What was not asked now says nothing against what was found before.
    private bool Note(AttemptEvidence found)
    {
        if (!found.Replaces(Evidence) || (found.Reason == EvidenceReason.NotAsked && Evidence is not null)
            || (found.Reason == EvidenceReason.NotSampled && Evidence is not (null or { Reason: EvidenceReason.NotAsked })))
        {
            return false;
        }

        found = found with { Queries = Evidence?.Queries ?? 0 };
        var isNew = Evidence is not { } known || found with { FoundAt = known.FoundAt } != known;
        Evidence = found;
        return isNew;
    }
}
