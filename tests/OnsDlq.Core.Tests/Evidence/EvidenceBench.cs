using System.Text.Json;
using System.Text.Json.Nodes;
using OnsDlq.Core.Tests.Transport;
using OnsDlq.Errors;
using OnsDlq.Evidence;
using OnsDlq.Journal;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Pace;
using OnsDlq.Realms;
using OnsDlq.Resend;
using OnsDlq.Signing;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Sandbox;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Evidence;

/// <summary>Resends to a sandbox and gathers evidence of them, over the real transport; the sandbox's own record is the truth.</summary>
internal sealed class EvidenceBench : IDisposable
{
    public const string Instance = "MQ_INST_1_evidence";
    private const double NoLimit = 10_000;

    private readonly SandboxProcess _sandbox;
    private readonly HttpExchange _exchange;
    private readonly HeardEvidence _heard = new();
    private readonly CallContext _calls = new() { RequestsPerSecond = NoLimit };
    private readonly string _realm;
    private readonly MovedTime _time = new();

    public EvidenceBench(SandboxProcess sandbox, IResendJournal? journal = null, AccessKey? key = null)
    {
        (_sandbox, Journal, _realm) = (sandbox, journal ?? new MemoryJournal(), Realm.Of(sandbox.Endpoint));
        var time = _time;
        _exchange = new HttpExchange(TracedHandler.Create(sandbox.Endpoint, null, null), time);
        Clock = new ServiceClock(time);
        var sender = new SignedSender(sandbox.Endpoint, _exchange, time, Clock, new RandomNonceSource());
        var caller = new ServiceCaller(
            sender, new FixedCredentials(key ?? new AccessKey(sandbox.AccessKeyId, sandbox.AccessKeySecret)),
            new SharedPace(_realm, new PaceSource(time), time), time, () => 0);
        Client = new DeadLetterClient(caller, sandbox.Endpoint.Authority, sandbox.RegionId, _realm, time);
        Traces = new TraceClient(caller, sandbox.Endpoint.Authority, NoLimit);
    }

    public IResendJournal Journal { get; }

    /// <summary>Whether the processes that sent are dead.</summary>
    public bool IsSenderDead { get; set; }

    public ServiceClock Clock { get; }

    public IDeadLetterClient Client { get; }

    public ITraceClient Traces { get; }

    public IReadOnlyList<OnsDlqException> Troubles => _heard.Troubles;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Adds dead letters that were stored an hour ago.</summary>
    public async Task<IReadOnlyList<string>> AddAsync(string group, string consumer, int count = 1, double? returnAfter = null, double hoursAgo = 1)
    {
        var stored = _time.GetUtcNow().AddHours(-hoursAgo);
        var batch = new JsonObject
        {
            ["instanceId"] = Instance,
            ["groupId"] = group,
            ["topic"] = "orders",
            ["count"] = count,
            ["from"] = stored.ToString("o"),
            ["to"] = stored.ToString("o"),
            ["consumer"] = consumer,
        };
        if (returnAfter is { } seconds) batch["returnAfterSeconds"] = seconds;
        return await _sandbox.AddMessagesAsync(batch, Cancel);
    }

    /// <summary>Lists a group and resends all of it in one run, as Invoke-OnsDlqResend does.</summary>
    public Task<IReadOnlyList<ResendResult>> ResendAsync(string group) => ResendAsync(group, new ResendOptions());

    /// <summary>The errors of the canaries of the last run, and the error that stopped it.</summary>
    public IReadOnlyList<ErrorId> Faults { get; private set; } = [];

    /// <summary>The same with options.</summary>
    public async Task<IReadOnlyList<ResendResult>> ResendAsync(string group, ResendOptions options)
    {
        var environment = new ResendEnvironment
        {
            Client = Client,
            Clock = Clock,
            Realm = _realm,
            Journal = Journal,
            Canaries = new CanaryJudge(Environment()),
            Holder = AttemptStage.Sender,
            IsProvenDead = _ => IsSenderDead,
            User = "ada@box",
            Ids = new TimeOrderedIds(_time),
            Time = _time,
        };
        var reader = new DeadLetterReader(Client, _calls);
        var begin = _time.GetUtcNow() - TimeSpan.FromDays(3);
        var listed = new List<DeadLetter>();
        var range = new TimeRange(begin, _time.GetUtcNow().AddSeconds(5));
        await foreach (var batch in reader.ListAsync(group, Instance, range, null, Cancel)) listed.AddRange(batch.Entries);
        await using var engine = new ResendEngine(environment, options with { Calls = _calls with { TryTimeout = TimeSpan.FromSeconds(2) } });
        foreach (var entry in listed)
        {
            var reference = new MessageReference(entry.RegionId, entry.InstanceId, entry.GroupId, entry.MsgId, entry.StoreTimestamp)
            {
                ListedAt = entry.ListedAt,
                Label = MessageLabel.Of(entry.Topic, entry.Tag, entry.Key),
                BornTime = entry.BornTime?.ToUniversalTime(),
            };
            await engine.GiveAsync(reference, Cancel);
        }

        engine.Complete();
        var results = await engine.Outcomes.ReadAllAsync(Cancel).Select(outcome => outcome.Result).ToListAsync(Cancel);
        Faults = [.. engine.CanaryFaults.Select(fault => fault.Error.Id), .. new[] { engine.Fault }.OfType<OnsDlqException>().Select(fault => fault.Id)];
        return results;
    }

    /// <summary>Gathers evidence on all attempts in the journal; gives the verdict on each message, by ID.</summary>
    /// <param name="options">The options; by default a minute of patience.</param>
    /// <param name="query">Which attempts; by default all.</param>
    public async Task<Dictionary<string, EvidenceTarget>> GatherAsync(EvidenceOptions? options = null, AttemptQuery? query = null)
    {
        _heard.Told.Clear();
        var attempts = await Journal.QueryAsync(query ?? new(), Cancel).ToListAsync(Cancel);
        await new EvidenceGatherer(Environment(), (options ?? new() { Timeout = TimeSpan.FromSeconds(20), All = true }) with { Calls = _calls }, _heard)
            .GatherAsync(attempts, Cancel);
        return _heard.Told.ToDictionary(target => target.Attempt.AttemptId, StringComparer.Ordinal);
    }

    /// <summary>The environment of a gathering; its waits take a twentieth of their time.</summary>
    public EvidenceEnvironment Environment() => new()
    {
        Client = Client,
        Traces = Traces,
        Clock = Clock,
        Journal = Journal,
        Claims = new(_ => IsSenderDead, _time, Clock),
        User = "ada@box",
        Seeds = () => 7,
        Time = new QuickTime(20),
    };

    /// <summary>Moves the service's clock, and the local one with it.</summary>
    public async Task MoveClockAsync(TimeSpan by)
    {
        _time.By += by;
        await _sandbox.MoveClockAsync(by, Cancel);
    }

    /// <summary>Puts the local clock off the service's.</summary>
    public void PutClockOff(TimeSpan by) => _time.By += by;

    /// <summary>Takes over the clock of another bench.</summary>
    public void Follow(EvidenceBench other) => _time.By = other._time.By;

    /// <summary>What really became of the last resend of a message by now: the tries of its delivery, and when it came back.</summary>
    public async Task<(int Failures, bool IsConsumed, bool IsReturned)> TruthAsync(string group, string msgId)
    {
        var answer = await _sandbox.GetAsync($"tries?groupId={group}&msgId={msgId}", Cancel);
        var delivery = answer.GetProperty("messages")[0].GetProperty("deliveries").EnumerateArray().LastOrDefault(one => one.GetProperty("cause").GetString() == "resend");
        if (delivery.ValueKind == JsonValueKind.Undefined) return (0, false, false);
        var results = delivery.GetProperty("tries").EnumerateArray().Select(one => one.GetProperty("result").GetString()).ToArray();
        return (results.Count(result => result == "failure"), results.Contains("success"), delivery.TryGetProperty("returnedTime", out _));
    }

    public void Dispose() => _exchange.Dispose();
}
