using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OnsDlq.Sandbox.Tests.Signing;

/// <summary>A sandbox inside the test process, with a clock that the test controls.</summary>
internal sealed class TestSandbox : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly RandomNumberGenerator _randomness;
    private int _nonce;

    private TestSandbox(SandboxHost host, FakeTimeProvider time, RandomNumberGenerator randomness)
    {
        Host = host;
        Time = time;
        _randomness = randomness;
    }

    public SandboxHost Host { get; }

    public FakeTimeProvider Time { get; }

    public Uri Endpoint => new(Host.Endpoint);

    public static async Task<TestSandbox> StartAsync(params string[] arguments)
    {
        var time = new FakeTimeProvider(Start);
        var randomness = RandomNumberGenerator.Create();
        string[] keys = ["--access-key-id", "testid", "--access-key-secret", "testsecret", "--seed", "none"];
        var options = CommandLine.Read([.. keys, .. arguments]);
        return new TestSandbox(
            await SandboxHost.StartAsync(options, time, randomness, TestContext.Current.CancellationToken), time, randomness);
    }

    /// <summary>A call of the account's own key, correctly signed at the service's time.</summary>
    public SignedCall Call(string action, params (string Name, string Value)[] parameters) => new()
    {
        Endpoint = Endpoint,
        Action = action,
        Version = action.StartsWith("Ons", StringComparison.Ordinal) ? "2019-02-14" : "2015-04-01",
        AccessKeyId = "testid",
        Secret = "testsecret",
        Nonce = "nonce-" + Interlocked.Increment(ref _nonce).ToString(CultureInfo.InvariantCulture),
        Time = Host.Clock.GetUtcNow(),
        Parameters = parameters.ToDictionary(p => p.Name, p => p.Value),
    };

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var response = await _client.SendAsync(request, TestContext.Current.CancellationToken))
            return await Reply.ReadAsync(response);
    }

    /// <summary>Posts JSON to the control API.</summary>
    public async Task<Reply> PostAsync(string path, JsonNode body)
    {
        using var response = await _client.PostAsJsonAsync(Host.ControlEndpoint + path, body, TestContext.Current.CancellationToken);
        return await Reply.ReadAsync(response);
    }

    public async Task<Reply> GetAsync(string path) =>
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Endpoint, path)));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
        _randomness.Dispose();
    }
}
