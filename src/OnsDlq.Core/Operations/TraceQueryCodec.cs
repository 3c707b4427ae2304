using System.Globalization;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsTraceQueryByMsgId on the wire (ons-api facts 1.5).</summary>
internal static class TraceQueryCodec
{
    public const string Action = "OnsTraceQueryByMsgId";

    /// <summary>The quota of 30 calls in 60 s, as a steady rate in calls per second (ons-api facts 1.16).</summary>
    public const double Rate = 0.5;

    // Longer than any ID of a search, and short enough for a URL.
    private const int LongestId = 1024;

    /// <summary>The call that begins a search.</summary>
    public static ServiceCall Call(TraceQuery query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Topic"] = query.Topic,
            ["MsgId"] = query.MsgId,
            ["BeginTime"] = Milliseconds(query.Begin),
            ["EndTime"] = Milliseconds(query.End),
        };
        if (!string.IsNullOrEmpty(query.InstanceId)) parameters["InstanceId"] = query.InstanceId;
        return new ServiceCall(Action, parameters, CallKind.Query);
    }

    /// <summary>Reads the ID of the search; null where the answer has none.</summary>
    public static string? Read(ServiceAnswer answer) => answer.Body.Name("QueryId", LongestId) is { Length: > 0 } id ? id : null;

    private static string Milliseconds(DateTimeOffset time) => Math.Max(0, time.ToUnixTimeMilliseconds()).ToString(CultureInfo.InvariantCulture);
}
