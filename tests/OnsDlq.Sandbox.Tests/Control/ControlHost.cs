using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using OnsDlq.Sandbox.Control;
using OnsDlq.Sandbox.Faults;
using OnsDlq.Sandbox.Tests.Broker;

namespace OnsDlq.Sandbox.Tests.Control;

/// <summary>The control API alone, on a loopback port, with a broker whose clock does not advance.</summary>
public sealed class ControlHost : IAsyncLifetime
{
    private WebApplication? _host;
    private HttpClient? _client;

    internal BrokerBench Bench { get; } = new();

    internal FaultBook Faults { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        ControlEndpoints.Map(_host, Bench.Broker, Faults, Bench.Ledger, Bench.Clock);
        await _host.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_host.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    /// <summary>Calls the control API; single quotes in the body stand for double quotes.</summary>
    internal async Task<(int Status, JsonObject Answer)> Send(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/_sandbox/" + path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.Replace('\'', '"')));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await _client!.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(text)!.AsObject());
    }
}
