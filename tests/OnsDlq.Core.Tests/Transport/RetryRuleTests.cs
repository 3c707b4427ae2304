using OnsDlq.Errors;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class RetryRuleTests
{
    public static TheoryData<string, string, int?, string?, bool, bool> Cells => new()
    {
        { nameof(ErrorId.ServiceUnreachable), nameof(RequestReach.NotWritten), null, null, true, true },
        { nameof(ErrorId.ServiceUnreachable), nameof(RequestReach.Written), null, null, true, false },
        { nameof(ErrorId.ConnectionLost), nameof(RequestReach.Written), null, null, true, false },
        { nameof(ErrorId.TimedOut), nameof(RequestReach.Written), null, null, true, false },
        { nameof(ErrorId.CallAborted), nameof(RequestReach.NotWritten), null, null, false, false },
        { nameof(ErrorId.CallAborted), nameof(RequestReach.Written), null, null, false, false },
        { nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 200, null, false, false },
        { nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 302, null, false, false },
        { nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 502, null, true, false },
        { nameof(ErrorId.Throttled), nameof(RequestReach.Answered), 400, "Throttling.User", true, true },
        { nameof(ErrorId.Throttled), nameof(RequestReach.Answered), 429, "Throttling", true, true },
        { nameof(ErrorId.Throttled), nameof(RequestReach.Answered), 200, "Throttling", true, false },
        { nameof(ErrorId.Throttled), nameof(RequestReach.Answered), 503, "Throttling", true, false },
        { nameof(ErrorId.NonceReplayed), nameof(RequestReach.Answered), 400, "SignatureNonceUsed", true, false },
        { nameof(ErrorId.ServiceError), nameof(RequestReach.Answered), 500, "InternalError", true, false },
        { nameof(ErrorId.ServiceError), nameof(RequestReach.Answered), 503, "ServiceUnavailable", true, false },
        { nameof(ErrorId.Throttled), nameof(RequestReach.Answered), 400, "ONS_SYSTEM_FLOW_CONTROL", true, false },
        { nameof(ErrorId.Throttled), nameof(RequestReach.Answered), 429, "FlowControl.Api", true, true },
        { nameof(ErrorId.Throttled), nameof(RequestReach.Answered), 429, "TooManyRequests", true, true },
        { nameof(ErrorId.Throttled), nameof(RequestReach.Answered), 400, "System.Throttling", true, true },
        { nameof(ErrorId.Throttled), nameof(RequestReach.Answered), 429, "SomethingNew", true, false },
        { nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 429, null, true, false },
        { nameof(ErrorId.ServiceError), nameof(RequestReach.Answered), 400, "ONS_SYSTEM_ERROR", false, false },
        { nameof(ErrorId.PermissionDenied), nameof(RequestReach.Answered), 403, "Forbidden.RAM", false, false },
        { nameof(ErrorId.TokenRejected), nameof(RequestReach.Answered), 400, "InvalidSecurityToken.Expired", false, false },
        { nameof(ErrorId.MessageNotFound), nameof(RequestReach.Answered), 400, "BIZ_NO_MESSAGE", false, false },
        { nameof(ErrorId.InvalidParameter), nameof(RequestReach.Answered), 400, "MissingGroupId", false, false },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_may_be_repeated(string id, string reach, int? status, string? code, bool query, bool resend)
    {
        var error = Error(Enum.Parse<ErrorId>(id), Enum.Parse<RequestReach>(reach), status, code);

        Assert.Equal(query, RetryRule.TryAgain(CallKind.Query, error, 1));
        Assert.Equal(resend, RetryRule.TryAgain(CallKind.Resend, error, 1));
    }

    [Theory]
    [InlineData(400, "SomethingNew", true)]
    [InlineData(403, "Forbidden.Something", true)]
    [InlineData(429, "AUTH_SOMETHING_NEW", true)]
    [InlineData(400, "ONS_SYSTEM_ERROR", false)]
    [InlineData(400, "ONS_SYSTEM_FLOW_CONTROL", false)]
    [InlineData(400, "ADMIN_SOMETHING_NEW", false)]
    [InlineData(400, "BIZ_CONSUMER_NOT_ONLINE", false)]
    [InlineData(400, "BIZ_SOMETHING_NEW", false)]
    [InlineData(400, "SignatureNonceUsed", false)]
    [InlineData(400, "SignatureNonce.Duplicate", false)]
    [InlineData(400, "InternalError", false)]
    [InlineData(500, "SomethingNew", false)]
    [InlineData(503, "Throttling.User", false)]
    [InlineData(200, "Throttling.User", false)]
    public void An_answer_with_the_gateways_mark_for_throttling_is_repeated_by_a_query_and_by_a_resend_where_it_proves_a_refusal(
        int status, string code, bool resend)
    {
        var error = Error(ErrorId.Throttled, RequestReach.Answered, status, code, TimeSpan.FromSeconds(1));

        Assert.True(RetryRule.TryAgain(CallKind.Query, error, 7));
        Assert.Equal(resend, RetryRule.TryAgain(CallKind.Resend, error, 1));
    }

    [Fact]
    public void A_service_that_is_unavailable_for_the_moment_is_asked_as_long_as_one_that_throttles()
    {
        Assert.True(RetryRule.TryAgain(CallKind.Query, Error(ErrorId.ServiceError, RequestReach.Answered, 503, "ServiceUnavailable"), 7));
        Assert.False(RetryRule.TryAgain(CallKind.Query, Error(ErrorId.ServiceError, RequestReach.Answered, 503, "SomethingNew"), 4));
    }

    [Theory]
    [InlineData("Query")]
    [InlineData("Resend")]
    public void Tries_come_to_an_end(string kind)
    {
        var unmade = Error(ErrorId.ServiceUnreachable, RequestReach.NotWritten, null, null);
        var throttled = Error(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User");

        Assert.True(RetryRule.TryAgain(Enum.Parse<CallKind>(kind), unmade, 3));
        Assert.False(RetryRule.TryAgain(Enum.Parse<CallKind>(kind), unmade, 4));
        Assert.True(RetryRule.TryAgain(Enum.Parse<CallKind>(kind), throttled, 7));
        Assert.False(RetryRule.TryAgain(Enum.Parse<CallKind>(kind), throttled, 8));
    }

    private static ServiceException Error(
        ErrorId id, RequestReach reach, int? status, string? code, TimeSpan? retryAfter = null) => new(id, "x")
        {
            Action = "A",
            Host = "h",
            Reach = reach,
            StatusCode = status,
            Code = code,
            RetryAfter = retryAfter,
        };
}
