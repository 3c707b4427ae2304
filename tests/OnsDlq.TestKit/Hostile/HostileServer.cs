using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace OnsDlq.TestKit.Hostile;

/// <summary>A server on loopback that implements just enough of HTTP/1.1 to count requests, and answers with the test's script.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<HostileRequest> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly SemaphoreSlim _received = new(0);
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Script _script;
    private readonly Task _accepting;
    private int _count;

    private HostileServer(Script script, SslServerAuthenticationOptions? tls)
    {
        _script = script;
        _tls = tls;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Answers a request.</summary>
    /// <returns>Whether the connection stays open for another.</returns>
    public delegate Task<bool> Script(HostileRequest request, Stream stream, CancellationToken stopped);

    /// <summary>The URI at which it listens.</summary>
    public Uri Address => new($"{(_tls is null ? "http" : "https")}://{_listener.LocalEndpoint}/");

    /// <summary>Every request, in the order of arrival.</summary>
    public IReadOnlyList<HostileRequest> Requests => [.. _requests];

    /// <summary>How many connections were accepted.</summary>
    public int Connections => _connections.Count;

    /// <summary>Starts a server.</summary>
    public static HostileServer Start(bool tls, Script script) => new(
        script, tls ? new SslServerAuthenticationOptions { ServerCertificate = ServerCertificate.Value } : null);

    /// <summary>Starts a server with TLS of its own kind.</summary>
    public static HostileServer Start(SslServerAuthenticationOptions tls, Script script) => new(script, tls);

    /// <summary>Waits until another request has been read.</summary>
    /// <exception cref="TimeoutException">None arrived.</exception>
    public async Task ReceivedAsync()
    {
        if (!await _received.WaitAsync(TimeSpan.FromSeconds(30))) throw new TimeoutException("No request arrived.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
        _received.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _connections.Add(Task.Run(() => ServeAsync(socket)));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            await using var network = new NetworkStream(socket, ownsSocket: true);
            Stream stream = network;
            if (_tls is not null)
            {
                var encrypted = new SslStream(network);
                stream = encrypted;
                await encrypted.AuthenticateAsServerAsync(_tls, _stop.Token);
            }

            for (var onConnection = 1; await ReadHeadAsync(stream) is { } head; onConnection++)
            {
                var request = new HostileRequest(Interlocked.Increment(ref _count), onConnection, head);
                _requests.Enqueue(request);
                _received.Release();
                if (!await _script(request, stream, _stop.Token)) break;
            }

            await stream.DisposeAsync();
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client closed the connection, or the script reset it.
        }
    }

    private async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet, _stop.Token) == 1)
        {
            head.Append((char)octet[0]);
            if (octet[0] == '\n' && head.ToString() is { } text && text.EndsWith("\r\n\r\n", StringComparison.Ordinal)) return text;
        }

        return null;
    }
}
