using OnsDlq.Holders;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>A process that resends, one step at a time: it may be suspended at any step for any time, or die there.</summary>
/// <param name="world">The world of the process.</param>
/// <param name="identity">Its process.</param>
/// <param name="clock">How wrong its clocks are.</param>
internal sealed class Holder(World world, ClaimHolder identity, HolderClock clock)
{
    private HolderStage _stage;
    private IReadOnlyList<long> _seen = [];
    private DateTimeOffset _seenAt;
    private bool _isListed;
    private IReadOnlySet<SkipReason> _lifted = new HashSet<SkipReason>();
    private MessageHistory? _history;
    private ResendDecision? _decision;
    private DateTimeOffset _decidedAt;
    private string _attemptId = "";
    private DateTimeOffset _signedAt;
    private Request? _request;
    private AttemptOutcome? _outcome;

    public ClaimHolder Identity => identity;

    /// <summary>Its clocks, which may be set.</summary>
    public HolderClock Clock { get; set; } = clock;

    private DateTimeOffset Now => world.Service.Now + Clock.Said;

    private DateTimeOffset SigningDate => world.Service.Now + Clock.Signed;

    private DateTimeOffset Latest => Now + Clock.Doubt;

    private string RunId => $"run-{identity.ProcessId}";

    public Task BeginAsync() => world.Journal.BeginRunAsync(Sample.Run with { RunId = RunId, Holder = identity }, World.Stop);

    public Task StepAsync(int choice) => _stage switch
    {
        HolderStage.Idle => DecideAsync(choice),
        HolderStage.Abandoning => AbandonAsync(),
        HolderStage.Decided => ClaimAsync(choice),
        HolderStage.Claimed => SignAsync(),
        HolderStage.Signed => SendAsync(),
        HolderStage.Sent => AnswerAsync(choice),
        _ => SettleAsync(),
    };

    private async Task DecideAsync(int choice)
    {
        // Half of the references come from a listing; for the others a look-up shows one entry, and it is not known which.
        _isListed = choice % 2 == 0;
        _seen = _isListed ? [.. world.Service.Listed] : world.Service.LookUp(choice / 2);
        _seenAt = world.Service.Now;
        choice /= 4;
        _lifted = choice % 8 == 0 ? World.Overrides[choice / 8 % World.Overrides.Length] : new HashSet<SkipReason>();
        await DecideAsync();
        _stage = _decision!.Abandoned.Count > 0 ? HolderStage.Abandoning : _decision.Send ? HolderStage.Decided : HolderStage.Idle;
    }

    private async Task DecideAsync()
    {
        _history = await world.ReadAsync();
        _history = _history with { EntriesSeen = [.. _history.EntriesSeen.Union(_seen).Order()] };
        _decidedAt = Latest;
        _decision = ResendDecider.Decide(_history, new()
        {
            ServiceNow = Now - Clock.Doubt,
            ServiceLatest = Latest,
            IsProvenDead = world.IsProvenDead,
            Override = _lifted,
        });
    }

    private async Task AbandonAsync()
    {
        foreach (var attempt in _decision!.Abandoned)
        {
            var givenUp = await world.Journal.SettleAsync(
                attempt.AttemptId,
                Sample.Outcome(ResendStatus.Unknown, source: OutcomeSource.Abandoned) with { At = ClaimRule.AbandonedAt(attempt, _decidedAt) },
                _history!.Version,
                World.Stop);
            if (givenUp) world.GivenUp(attempt);
        }

        _stage = HolderStage.Idle;
    }

    private async Task ClaimAsync(int choice)
    {
        if (world.Service.Now - _seenAt > ResendGuard.LongestSeen && !await SeeAsync(choice))
        {
            _stage = HolderStage.Idle;
            return;
        }

        _attemptId = world.NextAttemptId();
        var attempt = Sample.Attempt(_attemptId, RunId) with
        {
            Round = _decision!.Round,
            ClaimedAt = Now,
            SignedAt = SigningDate,
            LeaseUntil = Latest + TimeSpan.FromSeconds(60),
            IsListed = _isListed,
            NewestEntrySeen = _history!.EntriesSeen.Cast<long?>().Max(),
            Lifted = _decision.Lifted,
        };
        var claimed = await world.Journal.ClaimAsync(new(World.Key, _history.Version, attempt) { EntriesSeen = _seen }, World.Stop);
        if (claimed) world.Claimed(_decision.Lifted.Count > 0);
        _stage = claimed ? HolderStage.Claimed : HolderStage.Idle;
    }

    /// <summary>The observation is too old: the message is looked up again, and sent only if the decision has the same reasons.</summary>
    private async Task<bool> SeeAsync(int choice)
    {
        var before = _decision!;
        (_seen, _seenAt, _isListed) = ([.. _seen.Union(world.Service.LookUp(choice)).Order()], world.Service.Now, false);
        await DecideAsync();
        return _decision!.Send && _decision.Round == before.Round && _decision.Lifted.SequenceEqual(before.Lifted);
    }

    private async Task SignAsync()
    {
        _signedAt = SigningDate;
        if (await world.Journal.RenewAsync(_attemptId, _signedAt, Latest + TimeSpan.FromSeconds(60), World.Stop))
        {
            _stage = HolderStage.Signed;
            return;
        }

        // The claim was taken over. Nothing is sent, which is proof that nothing was executed.
        End(ResendStatus.Rejected);
    }

    private Task SendAsync()
    {
        _request = world.Service.Send(_attemptId, _signedAt);
        _stage = HolderStage.Sent;
        return Task.CompletedTask;
    }

    private Task AnswerAsync(int choice)
    {
        var request = _request!;
        switch (choice % 6)
        {
            case 0 or 1:
                world.Service.Arrive(request);
                End(request.State == RequestState.Executed ? ResendStatus.Accepted : ResendStatus.Rejected);
                break;
            case 2:
                world.Service.Arrive(request);
                End(request.State == RequestState.Executed ? ResendStatus.Failed : ResendStatus.Rejected);
                break;
            case 3:
                // The answer is lost, or the request is still on its way when the time limit is reached.
                if (choice % 2 == 0) world.Service.Arrive(request);
                End(ResendStatus.Unknown);
                break;
            case 4 when request.State == RequestState.OnTheWay:
                request.State = RequestState.Refused;
                End(ResendStatus.Rejected);
                break;
            case 5 when request.State == RequestState.OnTheWay:
                // Throttled: the same attempt makes another try.
                request.State = RequestState.Refused;
                _stage = HolderStage.Claimed;
                break;
            default:
                End(ResendStatus.Unknown);
                break;
        }

        return Task.CompletedTask;
    }

    private void End(ResendStatus status)
    {
        _outcome = Sample.Outcome(status) with { At = Now };
        _stage = HolderStage.Answered;
    }

    private async Task SettleAsync()
    {
        await world.Journal.SettleAsync(_attemptId, _outcome!, null, World.Stop);
        _stage = HolderStage.Idle;
    }
}
