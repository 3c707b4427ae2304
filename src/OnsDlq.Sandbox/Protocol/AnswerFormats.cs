namespace OnsDlq.Sandbox.Protocol;

/// <summary>Chooses the format of an answer.</summary>
internal static class AnswerFormats
{
    /// <summary>
    /// The parameter <c>Format</c> decides. Without it, a V1 call gets XML, as in POP, and a V3 call gets JSON unless its Accept header asks for
    /// XML and not for JSON.
    /// </summary>
    /// <exception cref="OperationError">Format is something else.</exception>
    public static AnswerFormat Of(ApiRequest request)
    {
        if (request.Parameter("Format") is { } format)
        {
            if (format.Equals("json", StringComparison.OrdinalIgnoreCase)) return AnswerFormat.Json;
            return format.Equals("xml", StringComparison.OrdinalIgnoreCase) ? AnswerFormat.Xml : throw GatewayErrors.WrongFormat();
        }

        if (!request.IsV3) return AnswerFormat.Xml;
        var accept = request.Header("accept") ?? "";
        return accept.Contains("xml", StringComparison.OrdinalIgnoreCase) && !accept.Contains("json", StringComparison.OrdinalIgnoreCase)
            ? AnswerFormat.Xml
            : AnswerFormat.Json;
    }
}
