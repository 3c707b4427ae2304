using OnsDlq.Sandbox.Faults;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>The meaning of each fault for a call: whether it is executed, and what is answered instead.</summary>
internal static class FaultPlan
{
    private const string Page = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n";

    /// <summary>Whether the operation is executed.</summary>
    public static bool Executes(Fault fault) => fault is
        Fault.AcceptThenDrop or Fault.AcceptThenTimeout or Fault.Garbage or Fault.HalfBody or Fault.SlowBody or Fault.OtherId;

    /// <summary>The answer to a call that is not executed; null where the connection is closed or nothing is sent.</summary>
    /// <param name="directive">The fault.</param>
    /// <param name="requestId">The request's ID.</param>
    /// <param name="host">The host called.</param>
    /// <param name="self">The target of a redirect: the address that was called.</param>
    /// <param name="format">The format asked for.</param>
    /// <param name="product">The product called.</param>
    public static Answer? Instead(FaultDirective directive, string requestId, string host, string self, AnswerFormat format, string product)
    {
        Answer Error(OperationError error, AnswerFormat how, int? status = null) => Answer.Of(error, requestId, host, how, status, product);
        var value = directive.Value;
        return directive.Fault switch
        {
            Fault.Throttle => Error(GatewayErrors.Throttled(directive.RetryAfterMs), format),
            Fault.Status => Marked(Worded(directive) is { } worded ? Error(worded, format) : OfStatus(value, Error, format), directive.RetryAfterMs),
            Fault.Html => Answer.Text(200, "text/html", Html("Please sign in to this network")),
            Fault.XmlError => Error(GatewayErrors.WrongFormat(), AnswerFormat.Xml),
            Fault.ErrorInside200 => Error(new OperationError(200, "ONS_SYSTEM_ERROR", "The backend is abnormal."), format),
            Fault.Redirect => Answer.Text(value, "text/html", Html("Moved")) with
            {
                Headers = new Dictionary<string, string> { ["Location"] = self },
            },
            Fault.Challenge => Answer.Text(value, "text/html", Html("Authorization required")) with
            {
                Headers = new Dictionary<string, string>
                {
                    [value == 407 ? "Proxy-Authenticate" : "WWW-Authenticate"] = "Basic realm=\"sandbox\"",
                },
            },
            _ => null,
        };
    }

    private static OperationError? Worded(FaultDirective directive) => directive.Code is { } code
        ? new OperationError(directive.Value, code, directive.Message ?? "The request was refused.")
        : null;

    private static Answer Marked(Answer answer, int? retryAfterMs) => retryAfterMs is { } wait
        ? answer with { Headers = new Dictionary<string, string> { ["x-acs-retry-after"] = FormattableString.Invariant($"{wait}") } }
        : answer;

    // 502 and 504 come from a proxy in front of the service, without JSON; the others come from the service itself.
    private static Answer OfStatus(int status, Func<OperationError, AnswerFormat, int?, Answer> error, AnswerFormat format) => status switch
    {
        502 => Answer.Text(502, "text/html", Html("502 Bad Gateway")),
        504 => Answer.Text(504, "text/html", Html("504 Gateway Time-out")),
        503 => error(GatewayErrors.Unavailable(), format, null),
        >= 500 => error(GatewayErrors.Internal(), format, status),
        404 => error(GatewayErrors.UnknownAction(), format, null),
        403 => error(new OperationError(403, "Forbidden", "You are not authorized to operate on the specified resource."), format, null),
        429 => error(GatewayErrors.Throttled(null), format, status),
        _ => error(new OperationError(status, "InvalidParameter", "The specified parameter is not valid."), format, null),
    };

    private static string Html(string title) => Page.Replace("{0}", title, StringComparison.Ordinal);
}
