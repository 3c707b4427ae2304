using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OnsDlq.TestKit.Hostile;

/// <summary>Scripts for a <see cref="HostileServer"/>.</summary>
internal static class HostileAnswer
{
    /// <summary>The service's answer to an accepted resend.</summary>
    public const string Taken = """{"RequestId":"R-1","Data":{"MsgId":[]}}""";

    /// <summary>A complete answer; the connection stays open.</summary>
    public static HostileServer.Script Reply(int status, string body, params string[] headers) => async (_, stream, stopped) =>
    {
        await WriteAsync(stream, Whole(status, Encoding.UTF8.GetBytes(body), headers), stopped);
        return true;
    };

    /// <summary>A complete answer of bytes; the connection stays open.</summary>
    public static HostileServer.Script Reply(int status, byte[] body, params string[] headers) => async (_, stream, stopped) =>
    {
        await WriteAsync(stream, Whole(status, body, headers), stopped);
        return true;
    };

    /// <summary>Raw bytes; then the connection is closed.</summary>
    public static HostileServer.Script Raw(byte[] bytes) => async (_, stream, stopped) =>
    {
        await WriteAsync(stream, bytes, stopped);
        return false;
    };

    /// <summary>Raw text; then the connection is closed.</summary>
    public static HostileServer.Script Raw(string text) => Raw(Encoding.Latin1.GetBytes(text));

    /// <summary>A proxy's answer to CONNECT: it opens the way to a port of this machine.</summary>
    public static HostileServer.Script Tunnel(int port) => async (_, stream, stopped) =>
    {
        using var onward = new TcpClient();
        await onward.ConnectAsync(IPAddress.Loopback, port, stopped);
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stopped);
        var far = onward.GetStream();
        await Task.WhenAny(stream.CopyToAsync(far, stopped), far.CopyToAsync(stream, stopped));
        return false;
    };

    /// <summary>Closes the connection without a byte.</summary>
    public static HostileServer.Script Close() => (_, _, _) => Task.FromResult(false);

    /// <summary>Raw text, then nothing more until the server stops.</summary>
    public static HostileServer.Script Stall(string text) => async (_, stream, stopped) =>
    {
        await WriteAsync(stream, Encoding.Latin1.GetBytes(text), stopped);
        await Task.Delay(Timeout.InfiniteTimeSpan, stopped);
        return false;
    };

    /// <summary>Raw text, then the connection is reset.</summary>
    public static HostileServer.Script Reset(string text) => async (_, stream, stopped) =>
    {
        await WriteAsync(stream, Encoding.Latin1.GetBytes(text), stopped);
        if (stream is NetworkStream network) network.Socket.Close(0);
        return false;
    };

    /// <summary>One script after another, by the number of the request; the last one is repeated.</summary>
    public static HostileServer.Script InTurn(params HostileServer.Script[] scripts) =>
        (request, stream, stopped) => scripts[Math.Min(request.Number, scripts.Length) - 1](request, stream, stopped);

    private static byte[] Whole(int status, byte[] body, string[] headers)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Whatever\r\nContent-Length: {body.Length}\r\n");
        foreach (var header in headers) head.Append(header).Append("\r\n");
        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private static async Task WriteAsync(Stream stream, byte[] bytes, CancellationToken stopped)
    {
        await stream.WriteAsync(bytes, stopped);
        await stream.FlushAsync(stopped);
    }
}
