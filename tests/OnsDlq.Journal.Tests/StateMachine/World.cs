using System.Globalization;
using OnsDlq.Holders;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>Several holders, a person, a service and a journal that work on one message, controlled by commands.</summary>
internal sealed class World
{
    public static readonly IReadOnlySet<SkipReason>[] Overrides =
    [
        new HashSet<SkipReason> { SkipReason.OutcomeUnknown },
        new HashSet<SkipReason> { SkipReason.AlreadyResent },
        new HashSet<SkipReason> { SkipReason.RoundUnclear, SkipReason.ReportedFailed },
        new HashSet<SkipReason>(Enum.GetValues<SkipReason>()),
    ];

    private static readonly int[] Pauses = [1, 3, 5, 7, 61, 400, 899, 901, 961, 1000, 11_000];

    private readonly List<Holder> _holders = [];
    private readonly HashSet<ClaimHolder> _dead = [];
    private readonly HashSet<string> _givenUp = [];
    private int _processes, _attempts, _overridden;

    private World(IResendJournal journal, bool isWild)
    {
        Journal = journal;
        IsWild = isWild;
        Service = new()
        {
            Executing = attemptId =>
                Assert.False(_givenUp.Contains(attemptId), $"{attemptId} was executed after it was given up, by a holder that may be alive."),
        };
    }

    public static MessageKey Key { get; } = Sample.Key();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// Whether clocks are wrong by far more than the margin and are set now and then, including the service's. Listings then show all entries,
    /// as they do without filters; look-ups never do.
    /// </summary>
    public bool IsWild { get; }

    public Service Service { get; }

    public IResendJournal Journal { get; }

    /// <summary>Runs commands; checks after each that nothing was sent too often, and after the last that nothing was lost.</summary>
    public static async Task RunAsync(IResendJournal journal, IEnumerable<int> commands, bool isWild = false)
    {
        var world = new World(journal, isWild);
        if (isWild)
        {
            // One of the old entries was stored by a clock that is ahead: it seems to arrive later.
            world.Service.Listed.Add(Sample.Stored(455));
            world.Service.List();
        }

        for (var number = 0; number < 3; number++) world._holders.Add(await world.NewHolderAsync(number));
        foreach (var command in commands)
        {
            await world.DoAsync(command);
            await world.CheckAsync();
        }

        await world.EndAsync();
    }

    public string NextAttemptId() => string.Create(CultureInfo.InvariantCulture, $"a{++_attempts}");

    /// <summary>Half of the holders run on this machine, where a dead process can be recognized as dead.</summary>
    public bool IsProvenDead(ClaimHolder holder) => holder.Machine == "here" && _dead.Contains(holder);

    public async Task<MessageHistory> ReadAsync() => Assert.Single(await Journal.ReadAsync([Key], Stop));

    /// <summary>
    /// A holder got the claim. Without an override, the message must really have come back at least as often as it was delivered or may
    /// still be delivered: this is checked with what really happened, not with the journal.
    /// </summary>
    public void Claimed(bool overridden)
    {
        if (overridden)
        {
            _overridden++;
        }
        else
        {
            Assert.True(
                Service.Returned >= Service.Deliveries + Service.OnTheWay,
                $"Claimed after {Service.Returned} returns, {Service.Deliveries} deliveries and {Service.OnTheWay} requests on their way.");
        }
    }

    /// <summary>A claim was abandoned, and may be sent again with an override: its requests can no longer be executed, unless the holder is dead.</summary>
    public void GivenUp(Attempt attempt)
    {
        if (!IsProvenDead(attempt.Holder)) _givenUp.Add(attempt.AttemptId);
    }

    private async Task DoAsync(int command)
    {
        var (kind, choice) = (command % 20, command / 20);
        var holder = choice % _holders.Count;
        choice /= _holders.Count;
        switch (kind)
        {
            case < 11:
                await _holders[holder].StepAsync(choice);
                break;
            case < 14:
                Service.Advance(TimeSpan.FromSeconds(Pauses[choice % Pauses.Length]));
                break;
            case 14:
                // The process is killed at this step; another one starts.
                _dead.Add(_holders[holder].Identity);
                _holders[holder] = await NewHolderAsync(choice);
                break;
            case 15 when Service.Requests.Count > 0:
                Service.Arrive(Service.Requests[choice % Service.Requests.Count]);
                break;
            case 16 or 17:
                Service.Return(choice);
                if (IsWild) Service.List();
                break;
            case 18:
                await ResolveAsync(choice);
                break;
            case 19 when IsWild && choice % 4 == 1:
                _holders[holder].Clock = HolderClock.Wild(choice / 4);
                break;
            case 19 when IsWild && choice % 4 == 2:
                Service.StoredAhead = TimeSpan.FromSeconds(((choice / 4 % 5) - 2) * 230);
                break;
            case 19 when choice % 4 == 0:
                await Journal.BlockAsync(Key, new("handled", "kim@box", Service.Now, choice % 8 == 0 ? Service.Now.AddMinutes(10) : null), Stop);
                break;
            default:
                Service.List();
                await Journal.BlockAsync(Key, null, Stop);
                break;
        }
    }

    /// <summary>A person settles an Unknown or Failed attempt; as Rejected only if it really was not and cannot be executed.</summary>
    private async Task ResolveAsync(int choice)
    {
        var history = await ReadAsync();
        var open = history.Attempts.Where(attempt => attempt.Outcome?.Status is ResendStatus.Unknown or ResendStatus.Failed).ToArray();
        if (open.Length == 0) return;
        var attempt = open[choice % open.Length];
        var never = Service.Requests.All(request => request.AttemptId != attempt.AttemptId || request.State == RequestState.Refused)
            && attempt.SignedAt + ClaimRule.Fence < Service.Now;
        await Journal.SettleAsync(
            attempt.AttemptId,
            Sample.Outcome(never ? ResendStatus.Rejected : ResendStatus.Accepted, source: OutcomeSource.Person) with { At = Service.Now },
            history.Version,
            Stop);
    }

    private async Task CheckAsync()
    {
        Assert.True(
            Service.Deliveries <= 1 + Service.Returned + _overridden,
            $"{Service.Deliveries} deliveries after {Service.Returned} returns and {_overridden} overrides.");

        var history = await ReadAsync();
        Assert.InRange(history.Attempts.Count(attempt => attempt.Outcomes.Count == 0), 0, 1);
        Assert.All(history.Attempts, attempt => Assert.False(
            attempt.Outcome?.Status == ResendStatus.Rejected && Executed(attempt), $"{attempt.AttemptId} was executed and is recorded as rejected."));
    }

    /// <summary>
    /// All processes die at their current step. Three hours later, after the longest lease (for a database measures leases with its own clock, which
    /// does not move here), a new one can settle all open attempts, and knows every delivery.
    /// </summary>
    private async Task EndAsync()
    {
        _dead.UnionWith(_holders.Select(holder => holder.Identity));
        Service.Advance(TimeSpan.FromHours(3));
        var history = await ReadAsync();
        var rules = new DecisionRules { ServiceNow = Service.Now, IsProvenDead = IsProvenDead };

        foreach (var attempt in ResendDecider.Decide(history, rules).Abandoned)
        {
            Assert.True(await Journal.SettleAsync(
                attempt.AttemptId, Sample.Outcome(ResendStatus.Unknown, source: OutcomeSource.Abandoned), history.Version, Stop));
        }

        history = await ReadAsync();
        Assert.All(history.Attempts, attempt => Assert.NotNull(attempt.Outcome));
        Assert.NotEqual(SkipReason.InFlight, ResendDecider.Decide(history, rules).Reason);
        Assert.All(Service.Requests, request => Assert.Contains(history.Attempts, attempt => attempt.AttemptId == request.AttemptId));
    }

    private bool Executed(Attempt attempt) =>
        Service.Requests.Exists(request => request.AttemptId == attempt.AttemptId && request.State == RequestState.Executed);

    private async Task<Holder> NewHolderAsync(int choice)
    {
        var identity = new ClaimHolder(choice % 2 == 0 ? "here" : "elsewhere", "boot-1", "pid:[1]", ++_processes, _processes);
        var holder = new Holder(this, identity, IsWild ? HolderClock.Wild(choice) : HolderClock.Known(choice));
        await holder.BeginAsync();
        return holder;
    }
}
