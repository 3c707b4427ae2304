using System.Globalization;
using OnsDlq.Formatting;
using OnsDlq.Transport;

namespace OnsDlq.Pipeline;

/// <summary>Formats the verbose line of one try of a call.</summary>
internal static class CallLine
{
    public static string Of(CallRecord call)
    {
        var answer = call.StatusCode is { } status ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}") : "no answer";
        var code = call.Code is null ? "" : $", {call.Code}";
        var request = call.RequestId is null ? "" : $", RequestId {call.RequestId}";
        var again = call.RetryIn is { } wait ? string.Create(CultureInfo.InvariantCulture, $"; again in {wait.TotalSeconds:0.0} s") : "";
        return Printable.Of(string.Create(
            CultureInfo.InvariantCulture,
            $"{call.Action} at {call.Host}, try {call.Try}: {answer}{code}{request}, {call.Duration.TotalMilliseconds:0} ms{again}"));
    }
}
