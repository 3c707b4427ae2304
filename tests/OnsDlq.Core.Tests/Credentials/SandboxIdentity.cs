using System.Text.Json;
using System.Text.Json.Nodes;
using OnsDlq.Signing;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>A sandbox that issues keys, and an environment in which they are found.</summary>
public sealed class SandboxIdentity : IAsyncLifetime
{
    private readonly HttpClient _client = new();

    public const string Account = "1880770869021234";

    public SandboxProcess Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Sandbox = await SandboxProcess.StartAsync(["--access-key-id", "ownid", "--access-key-secret", "own+secret/1"], TestContext.Current.CancellationToken);

    /// <summary>Resets the settings for issuing keys to their initial values, then changes them.</summary>
    public Task SetAsync(string settings = "{}")
    {
        var all = new JsonObject
        {
            ["metadataRole"] = "OnsDlqSandbox",
            ["metadataV1"] = true,
            ["metadataV2"] = true,
            ["lifetimeSeconds"] = 21600,
            ["delayMs"] = 0,
            ["failures"] = 0,
        };
        foreach (var (name, value) in JsonNode.Parse(settings)!.AsObject()) all[name] = value?.DeepClone();
        return Sandbox.SetIdentityAsync(all, TestContext.Current.CancellationToken);
    }

    /// <summary>Creates a role and returns its ARN.</summary>
    public async Task<string> RoleAsync(string name, string more = "{}")
    {
        var role = JsonNode.Parse(more)!.AsObject();
        role["roleName"] = name;
        await Sandbox.AddRoleAsync(role, TestContext.Current.CancellationToken);
        return $"acs:ram::{Account}:role/{name}";
    }

    /// <summary>How many times a source has issued keys.</summary>
    public async Task<int> FetchedAsync(string source) =>
        (await Sandbox.GetIdentityAsync(TestContext.Current.CancellationToken)).GetProperty("fetched").TryGetProperty(source, out var count)
            ? count.GetInt32()
            : 0;

    /// <summary>An environment with this machine's network and time, whose metadata service and STS are the sandbox's.</summary>
    internal SandboxOutside Outside(TimeProvider? clock = null) => new(Sandbox.Endpoint, clock ?? TimeProvider.System);

    /// <summary>The owner of a key, found out by a signed call to the service.</summary>
    internal async Task<string> ArnAsync(AccessKey key)
    {
        var unsigned = new UnsignedRequest { Host = Sandbox.Endpoint.Authority, Action = "GetCallerIdentity", Version = "2015-04-01" };
        var signed = SignatureV3.Sign(unsigned, key, TimeProvider.System.GetUtcNow(), new RandomNonceSource().Next());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Sandbox.Endpoint, "/?" + signed.Query)) { Content = new ByteArrayContent([]) };
        request.Headers.Add("Accept", "application/json");
        foreach (var (name, value) in signed.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("Arn").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Sandbox.DisposeAsync();
    }
}
