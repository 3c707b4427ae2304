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
        { nameof(ServiceFault.ServiceError), nameof(RequestReach.Answered), 400, "ONS_SYSTEM_FLOW_CONTROL", true, false },
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

    private static ServiceException Error(ServiceFault fault, RequestReach reach, int? status, string? code) => new(fault, "x")
    {
        Action = "A",
        Host = "h",
        Reach = reach,
        StatusCode = status,
        Code = code,
    };
}
