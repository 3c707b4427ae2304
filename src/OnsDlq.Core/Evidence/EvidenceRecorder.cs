using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Evidence;

/// <summary>Writes evidence to the journal, settles by it what is Unknown or Failed, and tells it once.</summary>
internal sealed class EvidenceRecorder(EvidenceEnvironment environment, IEvidenceListener listener)
{
    private const int Page = 500;

    // How often the settlement of an attempt is tried again whose message changes all the time.
    private const int MostTries = 5;

    /// <summary>Reads what the journal knows of the messages now.</summary>
    public async Task RefreshAsync(IReadOnlyList<EvidenceTarget> targets, CancellationToken cancellationToken)
    {
        foreach (var page in targets.Chunk(Page))
        {
            var histories = await environment.Journal.ReadAsync([.. page.Select(target => target.Key)], cancellationToken).ConfigureAwait(false);
            foreach (var (target, history) in page.Zip(histories)) target.Take(history);
        }
    }

    /// <summary>Tells what is decided already, or cannot be decided; asks nothing for it. A claim whose holder is gone is recorded as such first.</summary>
    public async Task TakeUpAsync(EvidenceTarget target, CancellationToken cancellationToken)
    {
        if (target.Attempt.Outcome is null && environment.Claims.IsAbandoned(target.Attempt))
        {
            var end = environment.Claims.Abandonment(target.Attempt);
            await environment.Journal.SettleAsync(target.Attempt.AttemptId, end, target.Recorded.Version, cancellationToken).ConfigureAwait(false);
            await RefreshAsync([target], cancellationToken).ConfigureAwait(false);
        }

        if (target.Attempt.Outcome is null) target.Note(EvidenceReason.InFlight, environment.Clock.Latest);
        if (target.Attempt.Outcome is not null && target.Evidence is not { IsFinal: true }) return;
        await SettleAsync(target, cancellationToken).ConfigureAwait(false);
        await TellAsync(target).ConfigureAwait(false);
    }

    /// <summary>Records what is new of some attempts, and tells those that are decided.</summary>
    public async Task DecideAsync(IReadOnlyList<EvidenceTarget> changed, CancellationToken cancellationToken)
    {
        FoundEvidence[] found = [.. changed.Where(IsWorthRecording).Select(target => new FoundEvidence(target.Attempt.AttemptId, target.Evidence!))];
        foreach (var page in found.Chunk(Page)) await environment.Journal.RecordEvidenceAsync(page, cancellationToken).ConfigureAwait(false);
        foreach (var target in changed.Where(target => target is { IsTold: false, Evidence.IsFinal: true }))
        {
            await SettleAsync(target, cancellationToken).ConfigureAwait(false);
            await TellAsync(target).ConfigureAwait(false);
        }
    }

    /// <summary>Tells what is not decided at the end.</summary>
    public async Task CloseAsync(EvidenceTarget target)
    {
        target.Note(EvidenceReason.NotAsked, environment.Clock.Latest);
        await TellAsync(target).ConfigureAwait(false);
    }

    // That nobody asked is no evidence.
    private static bool IsWorthRecording(EvidenceTarget target) =>
        target.Evidence is { } evidence && evidence.Reason is not (EvidenceReason.NotAsked or EvidenceReason.NotSampled or EvidenceReason.InFlight);

    private async Task SettleAsync(EvidenceTarget target, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= MostTries && target.Evidence is { } evidence && EvidenceRule.Proves(evidence, target.Attempt); tries++)
        {
            var outcome = new AttemptOutcome
            {
                Status = ResendStatus.Accepted,
                Source = OutcomeSource.Evidence,
                At = environment.Clock.Latest,
                By = environment.User,
                Reason = EvidenceText.Of(evidence),
            };
            await environment.Journal.SettleAsync(target.Attempt.AttemptId, outcome, target.Recorded.Version, cancellationToken).ConfigureAwait(false);
            await RefreshAsync([target], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TellAsync(EvidenceTarget target)
    {
        if (target.TryTell()) await listener.DecidedAsync(target).ConfigureAwait(false);
    }
}
