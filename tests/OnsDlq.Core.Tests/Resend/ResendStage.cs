using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Resend;
using OnsDlq.TestKit.Journal;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Simulates everything around the engine: clock, journal, service, and as many processes as a test needs.</summary>
internal sealed class ResendStage : IAsyncDisposable
{
    public const string Realm = "cn-hangzhou";
    public const string Instance = "MQ_INST_1";
    public const string Group = "GID_orders";

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly List<ResendEngine> _engines = [];

    public ResendStage()
    {
        Clock = new ServiceClock(Time);
        Journal = new HookedJournal(Memory);
        Service = new PlayedService(Time, Clock);
    }

    public SettableTime Time { get; } = new(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public ServiceClock Clock { get; }

    public MemoryJournal Memory { get; } = new();

    public HookedJournal Journal { get; }

    public PlayedService Service { get; }

    /// <summary>The consumers that runs look at; null where they do not look.</summary>
    public IConsumerClient? Consumers { get; set; }

    /// <summary>The processes that are proven dead.</summary>
    public HashSet<ClaimHolder> Dead { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A message with only an ID.</summary>
    public static MessageReference Message(string msgId = "A1", string? instanceId = Instance, long? stored = null) =>
        new(Realm, instanceId, Group, msgId, stored);

    /// <summary>A message whose entry has just been listed; without a store time, of an entry stored long ago.</summary>
    public MessageReference Listed(string msgId = "A1", long? stored = null, string? instanceId = Instance) =>
        Message(msgId, instanceId, stored ?? PlayedService.StoredLongAgo) with { ListedAt = Moment.Now(Time) };

    public static ClaimHolder Process(int number = 1) => new("machine", "boot", "space", number, 1000 + number);

    public static IReadOnlySet<SkipReason> Lift(params SkipReason[] reasons) => reasons.ToHashSet();

    /// <summary>Makes the service's clock known, as an earlier answer would.</summary>
    public ResendStage KnowTime()
    {
        Clock.Note(DateTimeOffset.FromUnixTimeSeconds(Service.Now.ToUnixTimeSeconds()), Time.GetUtcNow(), Time.GetUtcNow());
        return this;
    }

    public ResendEnvironment Environment(int process = 1, IDeadLetterClient? client = null) => new()
    {
        Client = client ?? Service,
        Consumers = Consumers,
        Clock = Clock,
        Realm = Realm,
        Journal = Journal,
        Holder = Process(process),
        IsProvenDead = Dead.Contains,
        User = "ada@machine",
        Ids = new TimeOrderedIds(Time),
        Time = Time,
    };

    /// <summary>The environment of a caller that only decides and cannot write: it has histories, but no journal.</summary>
    public ResendEnvironment EnvironmentToDecide(IMessageHistories histories) => new()
    {
        Client = Service,
        Clock = Clock,
        Realm = Realm,
        Histories = histories,
        Holder = Process(),
        IsProvenDead = Dead.Contains,
        User = "ada@machine",
        Ids = new TimeOrderedIds(Time),
        Time = Time,
    };

    public ResendEngine Start(ResendOptions? options = null, int process = 1, IDeadLetterClient? client = null, IResendListener? listener = null)
    {
        var engine = new ResendEngine(Environment(process, client), options ?? new() { ThrottleLimit = 1 }, listener);
        lock (_engines) _engines.Add(engine);
        return engine;
    }

    public Task<GuardedMessage> DecideAsync(MessageReference message, ResendOptions? options = null, int process = 1) =>
        new ResendGuard(Environment(process), options ?? new()).DecideAsync(message, Cancel);

    /// <summary>Sends a message for which the decision was made, in a separate run.</summary>
    public async Task<ResendOutcome> SendAsync(GuardedMessage message, ResendOptions? options = null, int process = 1)
    {
        var engine = Start(options, process);
        await engine.EnqueueAsync(message, Cancel);
        engine.Complete();
        return Assert.Single(await AllAsync(engine));
    }

    /// <summary>Decides and, if the decision is to send, sends.</summary>
    public async Task<ResendOutcome> RunAsync(MessageReference message, ResendOptions? options = null, int process = 1)
    {
        var guarded = await DecideAsync(message, options, process);
        return guarded.Decision.Reason is { } reason ? guarded.Skip(reason) : await SendAsync(guarded, options, process);
    }

    public static async Task<List<ResendOutcome>> AllAsync(ResendEngine engine)
    {
        var outcomes = new List<ResendOutcome>();
        while (await engine.Outcomes.WaitToReadAsync(Cancel).AsTask().WaitAsync(Guard, Cancel))
        {
            while (engine.Outcomes.TryRead(out var outcome))
                outcomes.Add(outcome);
        }

        return outcomes;
    }

    public async Task<MessageHistory> HistoryAsync(string msgId = "A1", string instanceId = Instance) =>
        (await Memory.ReadAsync([new MessageKey(Realm, instanceId, Group, msgId)], Cancel))[0];

    public async Task<Attempt> AttemptAsync(string msgId = "A1") => Assert.Single((await HistoryAsync(msgId)).Attempts);

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            engine.Stop();
            Time.Advance(ResendEngine.SettleTime);
            await engine.DisposeAsync().AsTask().WaitAsync(Guard, CancellationToken.None);
        }
    }
}
