using System.Net;

namespace OnsDlq.Benchmarks.Resend;

/// <summary>How a bare call ended.</summary>
internal readonly record struct HttpStatus(HttpStatusCode Code, string Body)
{
    /// <summary>Fails unless it was a success.</summary>
    public void EnsureSuccessStatusCode()
    {
        if (Code != HttpStatusCode.OK) throw new InvalidOperationException($"{(int)Code} {Body}");
    }
}
