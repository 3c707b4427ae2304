using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OnsDlq.TestKit.Sandbox;

/// <summary>
/// The sandbox as a child process, as users run it. It ends when this object is disposed, or at the latest with the test process: its
/// standard input is a pipe from the test process, and it stops when that is closed.
/// </summary>
public sealed class SandboxProcess : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private readonly SandboxChild _child;
    private readonly HttpClient _client = new();

    private SandboxProcess(SandboxChild child, JsonElement ready)
    {
        _child = child;
        Endpoint = new Uri(ready.GetProperty("endpoint").GetString()!);
        Control = new Uri(ready.GetProperty("control").GetString()! + "/");
        RegionId = ready.GetProperty("regionId").GetString()!;
        AccessKeyId = ready.GetProperty("accessKeyId").GetString()!;
        AccessKeySecret = ready.GetProperty("accessKeySecret").GetString()!;
    }

    /// <summary>The root URL of the service.</summary>
    public Uri Endpoint { get; }

    /// <summary>The root URL of the control API, with a slash at its end.</summary>
    public Uri Control { get; }

    /// <summary>The region that the sandbox simulates.</summary>
    public string RegionId { get; }

    /// <summary>The ID of the account's own key.</summary>
    public string AccessKeyId { get; }

    /// <summary>The secret of the account's own key.</summary>
    public string AccessKeySecret { get; }

    /// <summary>What the sandbox has written to standard error so far.</summary>
    public string StandardError => _child.StandardError;

    /// <summary>Starts a sandbox and waits until it is ready.</summary>
    /// <param name="arguments">Command-line options, such as <c>--quota off</c>. <c>--stop-with-parent</c> is always given, and <c>--seed none</c>
    /// where no seed is.</param>
    /// <param name="cancellationToken">Gives up, and ends the child.</param>
    /// <exception cref="InvalidOperationException">The child ended or wrote something else; the message holds its standard error.</exception>
    public static async Task<SandboxProcess> StartAsync(
        IReadOnlyList<string>? arguments = null, CancellationToken cancellationToken = default)
    {
        // If an option is given twice, the later value counts.
        var child = SandboxChild.Start(["--stop-with-parent", "--seed", "none", .. arguments ?? []]);
        try
        {
            var line = await child.FirstLineAsync(cancellationToken).ConfigureAwait(false);
            using var ready = JsonDocument.Parse(line);
            return new SandboxProcess(child, ready.RootElement);
        }
        catch (JsonException e)
        {
            await child.DisposeAsync().ConfigureAwait(false);
            throw new InvalidOperationException("The sandbox's first line is no JSON. " + child.StandardError, e);
        }
        catch
        {
            await child.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Adds dead letters, spread evenly over <paramref name="from"/> to <paramref name="to"/>, and returns their IDs.</summary>
    /// <param name="instanceId">The instance; created if it does not exist.</param>
    /// <param name="groupId">The consumer group; created if it does not exist.</param>
    /// <param name="count">How many.</param>
    /// <param name="topic">Their topic.</param>
    /// <param name="from">The first store time; by default a day before <paramref name="to"/>.</param>
    /// <param name="to">The last store time; by default the service's time.</param>
    /// <param name="consumer">What the consumers do with a resend, such as <c>succeed</c>; by default the group's setting.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<string>> AddMessagesAsync(string instanceId, string groupId, int count, string topic = "orders",
        DateTimeOffset? from = null, DateTimeOffset? to = null, string? consumer = null, CancellationToken cancellationToken = default)
    {
        var batch = new JsonObject { ["instanceId"] = instanceId, ["groupId"] = groupId, ["topic"] = topic, ["count"] = count };
        if (from is { } first) batch["from"] = Moment(first);
        if (to is { } last) batch["to"] = Moment(last);
        if (consumer is not null) batch["consumer"] = consumer;
        return AddMessagesAsync(batch, cancellationToken);
    }

    /// <summary>Adds dead letters in the format of <c>POST /_sandbox/messages</c>, and returns their IDs.</summary>
    public async Task<IReadOnlyList<string>> AddMessagesAsync(JsonNode messages, CancellationToken cancellationToken = default)
    {
        var answer = await PostAsync("messages", messages, cancellationToken).ConfigureAwait(false);
        return answer.TryGetProperty("msgIds", out var ids) && ids.ValueKind == JsonValueKind.Array
            ? [.. ids.EnumerateArray().Select(id => id.GetString()!)]
            : [];
    }

    /// <summary>Adds a rule that some calls of an operation have a fault.</summary>
    /// <param name="action">The operation.</param>
    /// <param name="fault">The fault, such as <c>acceptThenDrop</c> or <c>status:503</c>.</param>
    /// <param name="nth">Only the nth call from now, counted from 1; by default every call.</param>
    /// <param name="msgId">Only calls for this message.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task AddFaultAsync(
        string action, string fault, int? nth = null, string? msgId = null, CancellationToken cancellationToken = default)
    {
        var rule = new JsonObject { ["action"] = action, ["fault"] = fault };
        if (nth is { } n) rule["nth"] = n;
        if (msgId is not null) rule["msgId"] = msgId;
        return AddFaultsAsync(new JsonArray(rule), cancellationToken);
    }

    /// <summary>Adds rules in the format of <c>POST /_sandbox/faults</c>.</summary>
    public Task AddFaultsAsync(JsonArray rules, CancellationToken cancellationToken = default) =>
        PostAsync("faults", rules, cancellationToken);

    /// <summary>Removes every rule.</summary>
    public async Task ClearFaultsAsync(CancellationToken cancellationToken = default)
    {
        using var response = await _client.DeleteAsync(new Uri(Control, "faults"), cancellationToken).ConfigureAwait(false);
        await ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves the service's clock forward or back by an offset.</summary>
    public Task MoveClockAsync(TimeSpan by, CancellationToken cancellationToken = default) =>
        PostAsync("clock", new JsonObject { ["advanceSeconds"] = by.TotalSeconds }, cancellationToken);

    /// <summary>The recorded deliveries and calls.</summary>
    public Task<Ledger> GetLedgerAsync(CancellationToken cancellationToken = default) => GetLedgerAsync(null, cancellationToken);

    /// <summary>The recorded deliveries and calls; if a group is named, only the deliveries of this group.</summary>
    public async Task<Ledger> GetLedgerAsync(string? groupId, CancellationToken cancellationToken = default) =>
        await _client.GetFromJsonAsync<Ledger>(new Uri(Control, groupId is null ? "ledger" : $"ledger?groupId={groupId}"), Options, cancellationToken)
            .ConfigureAwait(false) ?? throw new InvalidOperationException("The ledger is null.");

    /// <summary>Adds another access key.</summary>
    /// <param name="accessKeyId">Its ID.</param>
    /// <param name="accessKeySecret">Its secret.</param>
    /// <param name="securityToken">The token that must be sent with it, for a temporary key.</param>
    /// <param name="expiration">When the token expires, on the service's clock.</param>
    /// <param name="active">Whether the key is enabled.</param>
    /// <param name="policy">Its RAM policy; without one it may do everything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task AddKeyAsync(string accessKeyId, string accessKeySecret, string? securityToken = null, DateTimeOffset? expiration = null,
        bool active = true, JsonNode? policy = null, CancellationToken cancellationToken = default)
    {
        var key = new JsonObject { ["accessKeyId"] = accessKeyId, ["accessKeySecret"] = accessKeySecret, ["active"] = active };
        if (securityToken is not null) key["securityToken"] = securityToken;
        if (expiration is { } end) key["expiration"] = Moment(end);
        if (policy is not null) key["policy"] = policy;
        return PostAsync("keys", key, cancellationToken);
    }

    /// <summary>Adds a role in the format of <c>POST /_sandbox/roles</c>.</summary>
    public Task AddRoleAsync(JsonObject role, CancellationToken cancellationToken = default) => PostAsync("roles", role, cancellationToken);

    /// <summary>Changes how credentials are issued, in the format of <c>POST /_sandbox/identity</c>.</summary>
    public Task SetIdentityAsync(JsonObject settings, CancellationToken cancellationToken = default) =>
        PostAsync("identity", settings, cancellationToken);

    /// <summary>How often credentials were issued, by source.</summary>
    public Task<JsonElement> GetIdentityAsync(CancellationToken cancellationToken = default) =>
        GetAsync("identity", cancellationToken);

    /// <summary>Reads from the control API.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        using var response = await _client.GetAsync(new Uri(Control, path), cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Posts to the control API and returns the answer.</summary>
    /// <exception cref="InvalidOperationException">The sandbox refused it; the message holds its answer.</exception>
    public async Task<JsonElement> PostAsync(string path, JsonNode body, CancellationToken cancellationToken = default)
    {
        using var response = await _client.PostAsJsonAsync(new Uri(Control, path), body, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _child.DisposeAsync().ConfigureAwait(false);
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("o", CultureInfo.InvariantCulture);

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
