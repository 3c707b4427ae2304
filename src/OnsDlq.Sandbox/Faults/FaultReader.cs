using System.Globalization;
using System.Text.Json;
using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Faults;

/// <summary>Reads the body of <c>POST /_sandbox/faults</c>: an array of rules.</summary>
internal static class FaultReader
{
    /// <summary>The name of every fault, and the bounds of the number after its colon where it has one.</summary>
    private static readonly Dictionary<string, (Fault Fault, int Least, int Most)> Names = new(StringComparer.Ordinal)
    {
        ["acceptThenDrop"] = (Fault.AcceptThenDrop, 0, 0),
        ["acceptThenTimeout"] = (Fault.AcceptThenTimeout, 0, 0),
        ["dropBefore"] = (Fault.DropBefore, 0, 0),
        ["timeout"] = (Fault.Timeout, 0, 0),
        ["throttle"] = (Fault.Throttle, 0, 0),
        ["status"] = (Fault.Status, 400, 599),
        ["garbage"] = (Fault.Garbage, 0, 0),
        ["halfBody"] = (Fault.HalfBody, 0, 0),
        ["slowBody"] = (Fault.SlowBody, 1, 3_600_000),
        ["html"] = (Fault.Html, 0, 0),
        ["xmlError"] = (Fault.XmlError, 0, 0),
        ["errorInside200"] = (Fault.ErrorInside200, 0, 0),
        ["otherId"] = (Fault.OtherId, 0, 0),
        ["redirect"] = (Fault.Redirect, 300, 399),
        ["challenge"] = (Fault.Challenge, 401, 407),
    };

    /// <summary>Reads all rules first, so that an invalid one at the end adds none.</summary>
    /// <exception cref="SandboxInputException">Something in it is not valid.</exception>
    public static List<FaultRule> Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array
            ? [.. json.EnumerateArray().Select((rule, index) => ReadRule(new JsonMembers(rule, $"rule {index + 1}")))]
            : throw new SandboxInputException(
                "Rules are an array such as [{\"action\":\"OnsDLQMessageResendById\",\"nth\":3,\"fault\":\"acceptThenDrop\"}].");

    private static FaultRule ReadRule(JsonMembers members)
    {
        var nth = (int?)members.Whole("nth", 1, int.MaxValue);
        var rule = new FaultRule
        {
            Action = members.Text("action"),
            MsgId = members.Text("msgId"),
            Nth = nth,
            Probability = members.Number("probability", double.Epsilon, 1),
            Seed = (int)(members.Whole("seed", int.MinValue, int.MaxValue) ?? 0),
            Times = (int?)members.Whole("times", 1, int.MaxValue) ?? (nth is null ? null : 1),
            Directive = ReadAnswer(members, ReadDirective(members.RequiredText("fault"))),
        };
        members.End();
        return rule;
    }

    private static FaultDirective ReadAnswer(JsonMembers members, FaultDirective directive)
    {
        var worded = directive with
        {
            Code = members.Text("code"),
            Message = members.Text("message"),
            RetryAfterMs = (int?)members.Whole("retryAfterMs", 0, int.MaxValue),
        };
        var isPlainThrottle = directive.Fault is Fault.Throttle && worded is { Code: null, Message: null };
        if (directive.Fault is Fault.Status || worded == directive || isPlainThrottle) return worded;
        throw new SandboxInputException("Only 'status' takes 'code' and 'message', and only 'status' and 'throttle' take 'retryAfterMs'.");
    }

    private static FaultDirective ReadDirective(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        if (!Names.TryGetValue(name, out var known))
        {
            throw new SandboxInputException($"There is no fault '{name}'; there are {string.Join(", ", Names.Keys)}.");
        }

        if (known.Most == 0)
        {
            return colon < 0 ? new(known.Fault, 0) : throw new SandboxInputException($"The fault '{name}' takes no number.");
        }

        return colon >= 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= known.Least && value <= known.Most
            ? new(known.Fault, value)
            : throw new SandboxInputException(string.Create(
                CultureInfo.InvariantCulture, $"The fault '{name}' needs a number from {known.Least} to {known.Most}, such as {name}:{known.Least}."));
    }
}
