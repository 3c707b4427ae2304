using System.Text.Json.Nodes;
using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A sandbox, a folder for journals, and shells that use them.</summary>
internal sealed class ProofBench : IAsyncDisposable
{
    /// <summary>The instance of every group here.</summary>
    public const string Instance = "MQ_INST_proof";

    /// <summary>A rate limit that delays no call.</summary>
    private const string Fast = "-RequestsPerSecond 1000";

    /// <summary>The operation under proof.</summary>
    public const string Resend = "OnsDLQMessageResendById";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-proof-");
    private readonly SharedProcesses _shared;
    private readonly SandboxLease _lease;
    private readonly CancellationTokenSource _guard;
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);

    private ProofBench(SharedProcesses shared, SandboxLease lease, CancellationTokenSource guard) => (_shared, _lease, _guard) = (shared, lease, guard);

    /// <summary>The service, which no other test calls at the same time.</summary>
    public SandboxProcess Sandbox => _lease.Sandbox;

    /// <summary>Cancelled when the test is, and when it hangs.</summary>
    public CancellationToken Cancellation => _guard.Token;

    /// <summary>Takes a sandbox without quota.</summary>
    /// <param name="latency">The delay of every answer, in ms.</param>
    /// <param name="runs">The number of runs, which determines the time limit.</param>
    public static async Task<ProofBench> OpenAsync(int latency = 0, int runs = 1)
    {
        var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(ProofSettings.Guard(runs));
        var shared = await SharedProcesses.CurrentAsync();
        return new(shared, await shared.Sandboxes.LeaseAsync(latency, guard.Token), guard);
    }

    /// <summary>The script that lists a group and resends all its messages, and reports each result.</summary>
    /// <param name="group">The group.</param>
    /// <param name="options">Further parameters of the resend.</param>
    /// <param name="given">How the messages are given to it.</param>
    public static string Bulk(string group, string options = "-ThrottleLimit 16", References given = References.Listed) =>
        $"{Listing(group)} | {Sending(group, options, given)}";

    /// <summary>The script that resends listed dead letters of a group that are given in this way, and reports each result.</summary>
    public static string Sending(string group, string options, References given) => given switch
    {
        References.Rows => $"ConvertTo-Csv | ConvertFrom-Csv | {Sending(options)}",
        References.Ids => $"ForEach-Object MsgId | {Sending($"{group} -InstanceId {Instance} {options}")}",
        _ => Sending(options),
    };

    /// <summary>The script that lists a group at full speed, including the newest entries if the service's clock is ahead of the machine's.</summary>
    public static string Listing(string group) =>
        $"Get-OnsDlqMessage {group} -InstanceId {Instance} -EndTime ([DateTimeOffset]::UtcNow.AddHours(1)) {Fast}";

    /// <summary>The script that resends its pipeline input without a prompt, and reports each result.</summary>
    public static string Sending(string options) => $"{Resending(options)} | ForEach-Object {{ {ReportedResult.Line} }}";

    /// <summary>The script that resends its pipeline input without a prompt.</summary>
    public static string Resending(string options) => options.Contains("-RequestsPerSecond", StringComparison.Ordinal)
        ? $"Invoke-OnsDlqResend -Confirm:$false {options}"
        : $"Invoke-OnsDlqResend -Confirm:$false {Fast} {options}";

    /// <summary>A unique group ID that begins with this name.</summary>
    public string Group(string name) => _lease.Group(name);

    /// <summary>The path of the journal with this name, or its address in a database.</summary>
    public string Journal(string name) => _addresses.TryGetValue(name, out var address) ? address : Path.Combine(_folder.FullName, name + ".db");

    /// <summary>Says that the journal with this name is in a database.</summary>
    public void Place(string name, string address) => _addresses[name] = address;

    /// <summary>Adds dead letters to a group, stored hours ago.</summary>
    public Task<IReadOnlyList<string>> AddAsync(string group, int count) =>
        Sandbox.AddMessagesAsync(Instance, group, count, cancellationToken: Cancellation);

    /// <summary>Says what the consumers of a group do from now on, such as offline or succeed.</summary>
    public Task SetConsumersAsync(string group, string consumer) => Sandbox.PostAsync(
        "consumers", new JsonObject { ["instanceId"] = Instance, ["groupId"] = group, ["consumer"] = consumer }, Cancellation);

    /// <summary>Says that the consumers of a group fail, and that what they fail on is in the queue again so long after each resend.</summary>
    public Task FailAsync(string group, int returnAfterSeconds) => Sandbox.PostAsync(
        "consumers",
        new JsonObject { ["instanceId"] = Instance, ["groupId"] = group, ["consumer"] = "fail", ["returnAfterSeconds"] = returnAfterSeconds },
        Cancellation);

    /// <summary>Starts a shell that runs a script on a journal and ends.</summary>
    public ProofShell Run(string journal, string script, string? ignoredSignal = null) =>
        ProofShell.Run(Environment(journal), script, Cancellation, ignoredSignal);

    /// <summary>Takes a shell on a journal that runs one script after another.</summary>
    /// <param name="journal">The journal's name.</param>
    /// <param name="ahead">How far its clock is ahead of the machine's.</param>
    public Task<ProofShell> OpenAsync(string journal, TimeSpan ahead = default) => _shared.Shells.TakeAsync(Environment(journal), Cancellation, ahead);

    /// <summary>How often each message of a group was delivered; messages without a delivery are omitted.</summary>
    public async Task<IReadOnlyDictionary<string, int>> DeliveriesAsync(string group)
    {
        var ledger = await Sandbox.GetAsync($"ledger?groupId={group}", Cancellation);
        return ledger.GetProperty("deliveries").EnumerateArray()
            .ToDictionary(row => row.GetProperty("msgId").GetString()!, row => row.GetProperty("count").GetInt32(), StringComparer.Ordinal);
    }

    /// <summary>When the resends of a group were executed, on the service's clock, in order.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> ResendTimesAsync(string group)
    {
        var ledger = await Sandbox.GetAsync($"ledger?groupId={group}", Cancellation);
        return
        [
            .. ledger.GetProperty("deliveries").EnumerateArray()
                .SelectMany(row => row.GetProperty("times").EnumerateArray()).Select(time => time.GetDateTimeOffset()).Order(),
        ];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lease.DisposeAsync();
        _guard.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Sets the service's clock ahead of the machine's, or behind.</summary>
    public Task SetClockAsync(TimeSpan offset) =>
        Sandbox.PostAsync("clock", new JsonObject { ["offsetSeconds"] = offset.TotalSeconds }, Cancellation);

    /// <summary>The environment variables for a shell that uses this service and the journal with this name.</summary>
    public IReadOnlyDictionary<string, string> Environment(string journal) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ALIBABA_CLOUD_ACCESS_KEY_ID"] = Sandbox.AccessKeyId,
        ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = Sandbox.AccessKeySecret,
        ["ALIBABA_CLOUD_REGION_ID"] = Sandbox.RegionId,
        ["ONSDLQ_ENDPOINT"] = Sandbox.Endpoint.ToString(),
        ["ONSDLQ_JOURNAL"] = Journal(journal),
    };
}
