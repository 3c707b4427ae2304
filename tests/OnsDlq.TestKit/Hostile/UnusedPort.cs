using System.Net;
using System.Net.Sockets;

namespace OnsDlq.TestKit.Hostile;

/// <summary>A port of this machine on which nothing listens: a connection to it is refused.</summary>
public static class UnusedPort
{
    /// <summary>Finds one.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
