using System.Net.Http.Json;
using System.Text.Json;

namespace OnsDlq.Shell.Rehearsal;

/// <summary>The sandbox's back door: makes trouble, and shows what really happened.</summary>
internal sealed class SandboxControl(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Adds faults to those the sandbox already plays.</summary>
    /// <exception cref="HttpRequestException">It does not answer or refuses them.</exception>
    public void Add(params object[] faults)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path("faults")) { Content = JsonContent.Create(faults) };
        using var response = _http.Send(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Reads the ledger.</summary>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public SandboxLedger Ledger()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path("ledger"));
        using var response = _http.Send(request);
        response.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(response.Content.ReadAsStream());
        return SandboxLedger.Read(json.RootElement);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Uri Path(string name) => new($"{address.ToString().TrimEnd('/')}/{name}");
}
