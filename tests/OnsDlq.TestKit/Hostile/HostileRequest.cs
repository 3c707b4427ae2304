
namespace OnsDlq.TestKit.Hostile;

/// <summary>A request that a <see cref="HostileServer"/> has read.</summary>
/// <param name="Number">Its number among the server's requests, from 1.</param>
/// <param name="OnConnection">Its number among the requests of its connection, from 1.</param>
/// <param name="Head">The request line and headers.</param>
internal sealed record HostileRequest(int Number, int OnConnection, string Head)
{
    /// <summary>A header's value; null if there is none.</summary>
    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .SingleOrDefault();
}
