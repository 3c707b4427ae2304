using System.Globalization;

namespace OnsDlq.Rehearsal;

/// <summary>The options of a sandbox.</summary>
/// <param name="Port">The loopback port; 0 chooses a free one.</param>
/// <param name="Seed"><c>demo</c>, <c>none</c>, or the full path of a JSON file.</param>
/// <param name="Quota"><c>default</c>, <c>off</c>, or calls and seconds as in <c>600/60</c>.</param>
/// <param name="LatencyMs">By how much every answer is delayed, in ms.</param>
/// <param name="ResendAnswer"><c>note</c> or <c>sample</c>.</param>
/// <param name="MissingName"><c>owner</c> or <c>notfound</c>.</param>
internal sealed record SandboxOptions(int Port, string Seed, string Quota, int LatencyMs, string ResendAnswer, string MissingName = "owner")
{
    /// <summary>The sandbox's command line.</summary>
    public IReadOnlyList<string> Arguments =>
    [
        "--port", Port.ToString(CultureInfo.InvariantCulture),
        "--seed", Seed,
        "--quota", Quota,
        "--latency", LatencyMs.ToString(CultureInfo.InvariantCulture),
        "--resend-answer", ResendAnswer,
        "--missing-name", MissingName,
        "--stop-with-parent",
    ];
}
