using System.Net;
using System.Net.Sockets;

namespace OnsDlq.TestKit.Postgres;

/// <summary>A network between a client and a server that can be cut, on a loopback port.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<(TcpClient Client, TcpClient Server)> _open = [];
    private volatile int _target;
    private readonly Task _accepting;
    private volatile TcpCut _cut;
    private int _lost;

    /// <summary>Leads to a port of this machine.</summary>
    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The port that it leads to; changed, new connections lead to another server.</summary>
    public int Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>What the network does to what is sent.</summary>
    public TcpCut Cut
    {
        get => _cut;
        set => _cut = value;
    }

    /// <summary>Completes when so many more pieces have been lost, or connections broken.</summary>
    public async Task LosesAsync(int count, CancellationToken cancellationToken)
    {
        var most = Volatile.Read(ref _lost) + count;
        while (Volatile.Read(ref _lost) < most) await Task.Delay(5, cancellationToken);
    }

    /// <summary>Breaks every connection.</summary>
    public void Break()
    {
        lock (_open)
        {
            foreach (var (client, server) in _open) Close(client, server);
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Break();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            if (_cut == TcpCut.Refuse)
            {
                Interlocked.Increment(ref _lost);
                client.Dispose();
                continue;
            }

            var server = new TcpClient { NoDelay = true };
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
            }
            catch (SocketException)
            {
                Close(client, server);
                continue;
            }

            lock (_open) _open.Add((client, server));
            _ = PumpAsync(client, server, client, server, isAnswer: false);
            _ = PumpAsync(server, client, client, server, isAnswer: true);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, TcpClient client, TcpClient server, bool isAnswer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var read)
            {
                switch (_cut)
                {
                    case TcpCut.Drop:
                    case TcpCut.DropAnswers when isAnswer:
                        Interlocked.Increment(ref _lost);
                        continue;
                    case TcpCut.Answers when isAnswer:
                        Interlocked.Increment(ref _lost);
                        Close(client, server);
                        return;
                    case TcpCut.Refuse:
                        Interlocked.Increment(ref _lost);
                        Close(client, server);
                        return;
                    default:
                        await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
                        break;
                }
            }
        }
        catch (Exception trouble) when (trouble is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The connection is over.
        }

        Close(client, server);
    }

    private static void Close(TcpClient client, TcpClient server)
    {
        client.Dispose();
        server.Dispose();
    }
}
