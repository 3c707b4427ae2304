using System.Collections.Concurrent;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>Answers requests by a function and records their URIs.</summary>
internal sealed class ScriptedNetwork(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public ConcurrentQueue<(HttpMethod Method, Uri Uri)> Requests { get; } = new();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue((request.Method, request.RequestUri!));
        return Task.FromResult(answer(request));
    }
}
