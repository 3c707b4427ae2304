using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>One run of Invoke-OnsDlqResend, as the journal keeps it. A run that sent nothing is not kept.</summary>
public sealed class ResendRun
{
    internal ResendRun(RecordedRun recorded, RunTally tally, string state)
    {
        var (run, end) = recorded;
        RunId = run.RunId;
        StartTime = run.StartedAt.ToLocalTime();
        EndTime = end?.At.ToLocalTime();
        State = state;
        StoppedBy = end?.StoppedBy;
        User = run.User;
        Machine = run.Holder.Machine;
        ProcessId = run.Holder.ProcessId;
        Reason = run.Reason;
        RequestsPerSecond = run.RequestsPerSecond;
        Groups = [.. tally.Groups];
        Regions = [.. tally.Regions];
        Accepted = tally[AttemptStatus.Accepted];
        Failed = tally[AttemptStatus.Failed];
        Rejected = tally[AttemptStatus.Rejected];
        Unknown = tally[AttemptStatus.Unknown];
        InFlight = tally[AttemptStatus.InFlight];
        Skipped = end?.Skipped;
        Consumed = tally.Verdicts[EvidenceVerdict.Consumed];
        ConsumeFailed = tally.Verdicts[EvidenceVerdict.ConsumeFailed];
        Returned = tally.Verdicts[EvidenceVerdict.Returned];
        if (tally.Verdicts.Proof(recorded.Sample) is { } proof) (ConsumedAtLeast, ConsumedBasis) = (proof.Share, proof.Basis);
    }

    /// <summary>The run's ID.</summary>
    public string RunId { get; }

    /// <summary>When it began to send, in local time.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>When it ended, in local time; null where no end is recorded.</summary>
    public DateTimeOffset? EndTime { get; }

    /// <summary>Running, Ended, Stopped, Killed or Unknown: see <see cref="RunStateName"/>.</summary>
    public string State { get; }

    /// <summary>What stopped it before its end: the ID and the text of the error, or that somebody did; null where nothing did.</summary>
    public string? StoppedBy { get; }

    /// <summary>Who ran it, as user@machine.</summary>
    public string User { get; }

    /// <summary>The machine it ran on.</summary>
    public string Machine { get; }

    /// <summary>The ID of its process there.</summary>
    public int ProcessId { get; }

    /// <summary>Why it sent, in that person's words; null where none were given.</summary>
    public string? Reason { get; }

    /// <summary>The most resends per second that were asked for; null where an earlier version of the module ran it.</summary>
    public double? RequestsPerSecond { get; }

    /// <summary>The consumer groups that it sent to.</summary>
    public TextList Groups { get; }

    /// <summary>The regions that it sent to; host:port for an endpoint of the user's own, such as the sandbox.</summary>
    public TextList Regions { get; }

    /// <summary>How many of its attempts are Accepted now; like the other counts, that changes when a person settles an attempt.</summary>
    public int Accepted { get; }

    /// <summary>How many are Failed.</summary>
    public int Failed { get; }

    /// <summary>How many are Rejected.</summary>
    public int Rejected { get; }

    /// <summary>How many are Unknown.</summary>
    public int Unknown { get; }

    /// <summary>How many are in flight.</summary>
    public int InFlight { get; }

    /// <summary>How many messages it did not send; null where no end is recorded.</summary>
    public int? Skipped { get; }

    /// <summary>How many of its messages are known to be consumed: Wait-OnsDlqResend asks for that.</summary>
    public int Consumed { get; }

    /// <summary>How many of its messages failed in their consumer, and are tried again.</summary>
    public int ConsumeFailed { get; }

    /// <summary>How many of its messages came back as dead letters.</summary>
    public int Returned { get; }

    /// <summary>
    /// Which share of its messages was consumed at least, from 0 to 1, of those that were or may have been sent; rounded down. Where a sample was
    /// drawn it is true at 95 % confidence. Null where nothing has been asked.
    /// </summary>
    public double? ConsumedAtLeast { get; }

    /// <summary>What that share rests on: counts, and the sample with its size; null where there is no share.</summary>
    public string? ConsumedBasis { get; }
}
