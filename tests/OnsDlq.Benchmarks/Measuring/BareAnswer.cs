using System.Net;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>What came back of a bare call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
internal readonly record struct BareAnswer(HttpStatusCode Status, string Body)
{
    /// <summary>The body of a success.</summary>
    /// <exception cref="InvalidOperationException">It was none.</exception>
    public string Read() => Status == HttpStatusCode.OK ? Body : throw new InvalidOperationException($"{(int)Status} {Body}");
}
