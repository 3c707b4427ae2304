using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class RetryRuleTests
{
    public static TheoryData<string, string, int?, string?, bool, bool> Cells => new()
    {
        { nameof(ServiceFault.Unreachable), nameof(RequestReach.NotWritten), null, null, true, true },
        { nameof(ServiceFault.Unreachable), nameof(RequestReach.Written), null, null, true, false },
        { nameof(ServiceFault.ConnectionLost), nameof(RequestReach.Written), null, null, true, false },
        { nameof(ServiceFault.TimedOut), nameof(RequestReach.Written), null, null, true, false },
        { nameof(ServiceFault.Aborted), nameof(RequestReach.NotWritten), null, null, false, false },
        { nameof(ServiceFault.Aborted), nameof(RequestReach.Written), null, null, false, false },
        { nameof(ServiceFault.UnreadableAnswer), nameof(RequestReach.Written), 200, null, false, false },
        { nameof(ServiceFault.UnreadableAnswer), nameof(RequestReach.Written), 302, null, false, false },
        { nameof(ServiceFault.UnreadableAnswer), nameof(RequestReach.Written), 502, null, true, false },
        { nameof(ServiceFault.Throttled), nameof(RequestReach.Answered), 400, "Throttling.User", true, true },
        { nameof(ServiceFault.Throttled), nameof(RequestReach.Answered), 429, "Throttling", true, true },
        { nameof(ServiceFault.Throttled), nameof(RequestReach.Answered), 200, "Throttling", true, false },
        { nameof(ServiceFault.Throttled), nameof(RequestReach.Answered), 503, "Throttling", true, false },
        { nameof(ServiceFault.NonceReplayed), nameof(RequestReach.Answered), 400, "SignatureNonceUsed", true, false },
        { nameof(ServiceFault.ServiceError), nameof(RequestReach.Answered), 500, "InternalError", true, false },
        { nameof(ServiceFault.ServiceError), nameof(RequestReach.Answered), 503, "ServiceUnavailable", true, false },
        { nameof(ServiceFault.Throttled), nameof(RequestReach.Answered), 400, "ONS_SYSTEM_FLOW_CONTROL", true, false },
        { nameof(ServiceFault.Throttled), nameof(RequestReach.Answered), 429, "FlowControl.Api", true, true },
        { nameof(ServiceFault.Throttled), nameof(RequestReach.Answered), 429, "TooManyRequests", true, true },
        { nameof(ServiceFault.Throttled), nameof(RequestReach.Answered), 400, "System.Throttling", true, true },
        { nameof(ServiceFault.Throttled), nameof(RequestReach.Answered), 429, "SomethingNew", true, false },
        { nameof(ServiceFault.UnreadableAnswer), nameof(RequestReach.Written), 429, null, true, false },
        { nameof(ServiceFault.ServiceError), nameof(RequestReach.Answered), 400, "ONS_SYSTEM_ERROR", false, false },
        { nameof(ServiceFault.PermissionDenied), nameof(RequestReach.Answered), 403, "Forbidden.RAM", false, false },
        { nameof(ServiceFault.TokenRejected), nameof(RequestReach.Answered), 400, "InvalidSecurityToken.Expired", false, false },
        { nameof(ServiceFault.MessageNotFound), nameof(RequestReach.Answered), 400, "BIZ_NO_MESSAGE", false, false },
        { nameof(ServiceFault.InvalidParameter), nameof(RequestReach.Answered), 400, "MissingGroupId", false, false },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_may_be_repeated(string fault, string reach, int? status, string? code, bool query, bool resend)
    {
        var error = Error(Enum.Parse<ServiceFault>(fault), Enum.Parse<RequestReach>(reach), status, code);

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
        var error = Error(ServiceFault.Throttled, RequestReach.Answered, status, code, TimeSpan.FromSeconds(1));

        Assert.True(RetryRule.TryAgain(CallKind.Query, error, 7));
        Assert.Equal(resend, RetryRule.TryAgain(CallKind.Resend, error, 1));
    }

    [Fact]
    public void A_service_that_is_unavailable_for_the_moment_is_asked_as_long_as_one_that_throttles()
    {
        Assert.True(RetryRule.TryAgain(CallKind.Query, Error(ServiceFault.ServiceError, RequestReach.Answered, 503, "ServiceUnavailable"), 7));
        Assert.False(RetryRule.TryAgain(CallKind.Query, Error(ServiceFault.ServiceError, RequestReach.Answered, 503, "SomethingNew"), 4));
    }

    [Theory]
    [InlineData("Query")]
    [InlineData("Resend")]
    public void Tries_come_to_an_end(string kind)
    {
        var unmade = Error(ServiceFault.Unreachable, RequestReach.NotWritten, null, null);
        var throttled = Error(ServiceFault.Throttled, RequestReach.Answered, 400, "Throttling.User");

        Assert.True(RetryRule.TryAgain(Enum.Parse<CallKind>(kind), unmade, 3));
        Assert.False(RetryRule.TryAgain(Enum.Parse<CallKind>(kind), unmade, 4));
        Assert.True(RetryRule.TryAgain(Enum.Parse<CallKind>(kind), throttled, 7));
        Assert.False(RetryRule.TryAgain(Enum.Parse<CallKind>(kind), throttled, 8));
    }

    private static ServiceException Error(
        ServiceFault fault, RequestReach reach, int? status, string? code, TimeSpan? retryAfter = null) => new(fault, "x")
        {
            Action = "A",
            Host = "h",
            Reach = reach,
            StatusCode = status,
            Code = code,
            RetryAfter = retryAfter,
        };
}
