using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>
/// Decides whether an answer comes from the service, and whether it is a success or an error. The HTTP status alone proves nothing: the body
/// must have the service's own form.
/// </summary>
internal sealed class AnswerReader(ServiceCall call, string host, Redaction redaction)
{
    private const int LongestToken = 100;
    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads an answer with status 200 and a JSON object, which for a query must not hold an error.</summary>
    /// <exception cref="ServiceException">Anything else.</exception>
    public ServiceAnswer Read(HttpAnswer answer)
    {
        if (answer.TooLarge) throw Unreadable(answer, string.Create(CultureInfo.InvariantCulture, $"more than {call.LargestAnswer >> 20} MiB"));
        if (answer.ContentEncoding is { } encoding && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            throw Unreadable(answer, $"a body encoded as '{PlainText.Of(encoding, 20)}', which was not asked for");
        if (answer.StatusCode is >= 300 and < 400) throw Unreadable(answer, "a redirect, which is not followed");
        if (answer.StatusCode is 401 or 407) throw Unreadable(answer, "a demand for a log-in, which is not answered");

        var body = Parse(answer.Body);
        if (call.Kind == CallKind.Resend && body?.RepeatsName() == true) throw Unreadable(answer, "JSON with a repeated or invalid member name");
        if (answer.StatusCode == 200)
        {
            if (body is not { } read) throw Unreadable(answer, AnswerHint.Of(answer));
            var inside = ErrorBodyReader.FromJson(read);
            if (inside is not null && call.Kind == CallKind.Query) throw Refused(answer, inside);
            var requestId = read.Text("RequestId") ?? read.Text("requestId") ?? answer.RequestId;
            return new ServiceAnswer(200, Token(requestId), read, Clean(inside), 1) { Date = answer.Date, RetryAfter = answer.RetryAfter };
        }

        var error = answer.StatusCode < 400 ? null
            : body is { } json ? ErrorBodyReader.FromJson(json)
            : ErrorBodyReader.FromXml(answer.Body);
        throw error is null ? Unreadable(answer, AnswerHint.Of(answer)) : Refused(answer, error);
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8)) body = body[3..];
        if (body.IsEmpty || !Utf8.IsValid(body.Span)) return null;
        try
        {
            // Not disposed and not copied: the document may be large, and lives as long as the elements read from it.
            var root = JsonDocument.Parse(body, Json).RootElement;
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ServiceException Refused(HttpAnswer answer, ErrorBody raw)
    {
        var error = Clean(raw)!;
        return new ServiceException(
            Throttle.IdOf(error.Code, answer.StatusCode, answer.RetryAfter),
            (error.Message is { Length: > 0 } text ? text : ServiceCodes.Find(error.Code)?.Meaning) is { } said
                ? $"{error.Code}: {said}"
                : $"The service answered {error.Code}.")
        {
            Action = call.Action,
            Host = host,
            Reach = RequestReach.Answered,
            Code = error.Code,
            RequestId = error.RequestId ?? Token(answer.RequestId),
            StatusCode = answer.StatusCode,
            Recommend = error.Recommend,
            DeniedAction = error.DeniedAction,
            IsExplicitDeny = error.NoPermissionType == "ExplicitDeny",
            Parameters = call.Parameters,
            RetryAfter = answer.RetryAfter,
            Date = answer.Date,
        };
    }

    private ServiceException Unreadable(HttpAnswer answer, string what) => new(
        ErrorId.UnreadableAnswer,
        string.Create(CultureInfo.InvariantCulture, $"What {host} answered is not the service's: {what} (HTTP {answer.StatusCode})."))
    {
        Action = call.Action,
        Host = host,
        Reach = RequestReach.Written,
        RequestId = Token(answer.RequestId),
        StatusCode = answer.StatusCode,
        RetryAfter = answer.RetryAfter,
    };

    private ErrorBody? Clean(ErrorBody? error) => error is null
        ? null
        : new ErrorBody(
            Token(error.Code) ?? "?",
            error.Message is null ? null : redaction.Of(error.Message),
            Token(error.RequestId),
            error.Recommend is null ? null : redaction.Of(error.Recommend),
            Token(error.DeniedAction))
        {
            NoPermissionType = Token(error.NoPermissionType),
        };

    private string? Token(string? text) =>
        text is null || PlainText.Of(redaction.Of(text), LongestToken) is not { Length: > 0 } token ? null : token;
}
