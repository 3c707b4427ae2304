using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>
/// Sends the headers of an answer and half of its body, and then closes the connection. It writes to the socket directly, because the server
/// drops its buffers when a connection is aborted, so that nothing might arrive at all.
/// </summary>
internal static class HalfAnswer
{
    /// <summary>Sends the response's headers, and half of the body.</summary>
    public static async Task SendAsync(HttpContext context, byte[] body, CancellationToken cancellationToken)
    {
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        byte[] bytes = [.. Head(context.Response), .. body.AsSpan(0, body.Length / 2)];
        for (var sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, cancellationToken);

        socket.Shutdown(SocketShutdown.Send);
        context.Abort();
    }

    private static byte[] Head(HttpResponse response)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.StatusCode} OK\r\n");
        foreach (var (name, values) in response.Headers)
            foreach (var value in values) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");

        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }
}
