using System.Net;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>The answer to a bare call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
internal readonly record struct BareAnswer(HttpStatusCode Status, string Body)
{
    /// <summary>The body of a success.</summary>
    /// The call was not successful.
    public string Read() => Status == HttpStatusCode.OK ? Body : throw new InvalidOperationException($"{(int)Status} {Body}");
}
