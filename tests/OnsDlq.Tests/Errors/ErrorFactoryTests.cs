using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Errors;

public sealed class ErrorFactoryTests
{
    [Fact]
    public void A_wrong_secret_is_an_authentication_error_with_code_and_request_id()
    {
        var fault = Fault(ErrorId.SignatureRejected, code: "SignatureDoesNotMatch", requestId: "R-1");

        var record = ErrorFactory.From(fault, "MSG");

        Assert.Equal("SignatureRejected", record.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, record.CategoryInfo.Category);
        Assert.Equal("MSG", record.TargetObject);
        Assert.Same(fault, record.Exception);
        Assert.Equal("It failed. (Code: SignatureDoesNotMatch, RequestId: R-1)", record.ErrorDetails.Message);
        Assert.Contains("secret", record.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_message_says_already_is_not_said_twice()
    {
        var record = ErrorFactory.From(Fault(ErrorId.Throttled, message: "Throttling (R-1)", code: "Throttling", requestId: "R-1"));

        Assert.Equal("Throttling (R-1)", record.ErrorDetails.Message);
        Assert.Equal("ons.example", record.TargetObject);
    }

    [Theory]
    [InlineData("mq:Something", "OnsDLQMessageResendById", "mq:Something")]
    [InlineData(null, "OnsDLQMessageResendById", "mq:ResendDLQMessage")]
    [InlineData(null, "OnsDLQMessageGetById", "mq:QueryDLQMessage")]
    public void A_denied_call_names_the_missing_permission(string? denied, string action, string expected)
    {
        var record = ErrorFactory.From(Fault(ErrorId.PermissionDenied, action: action, denied: denied));

        Assert.Equal(ErrorCategory.PermissionDenied, record.CategoryInfo.Category);
        Assert.Contains(expected, record.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OnsDLQMessageGetById", "mq:QueryDLQMessage")]
    [InlineData("OnsDLQMessageResendById", "mq:ResendDLQMessage")]
    [InlineData("Something", "the missing permission")]
    public void A_name_that_may_not_exist_is_advised_on_beside_the_permission(string action, string permission)
    {
        var record = ErrorFactory.From(Fault(ErrorId.PermissionDenied, action: action, code: "AUTH_RESOURCE_OWNER_ERROR"), "GID_a");

        Assert.Equal(
            ("PermissionDenied", ErrorCategory.PermissionDenied, "GID_a"), (record.FullyQualifiedErrorId, record.CategoryInfo.Category, record.TargetObject));
        Assert.All(
            [permission, "-InstanceId", "-GroupId", "Get-OnsDlqGroup"],
            word => Assert.Contains(word, record.ErrorDetails.RecommendedAction, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OnsDLQMessageResendById", "Get-OnsDlqPolicy -GroupId GID_a -InstanceId MQ_INST_1 -Resend")]
    [InlineData("OnsDLQMessageGetById", "Get-OnsDlqPolicy -GroupId GID_a -InstanceId MQ_INST_1")]
    [InlineData("OnsMessageDetail", "Get-OnsDlqPolicy -InstanceId MQ_INST_1 -Topic orders -Body")]
    [InlineData("OnsTraceQueryByMsgId", "Get-OnsDlqPolicy -InstanceId MQ_INST_1 -Topic orders -Evidence")]
    [InlineData("OnsConsumerStatus", "Get-OnsDlqPolicy -GroupId GID_a -InstanceId MQ_INST_1 -Health")]
    [InlineData("OnsGroupList", "Get-OnsDlqPolicy -InstanceId MQ_INST_1")]
    public void A_denied_call_recommends_the_command_for_its_policy(string action, string command)
    {
        var parameters = new Dictionary<string, string> { ["InstanceId"] = "MQ_INST_1" };
        if (action.Contains("DLQ", StringComparison.Ordinal) || action.Contains("Consumer", StringComparison.Ordinal)) parameters["GroupId"] = "GID_a";
        else if (action != "OnsGroupList") parameters["Topic"] = "orders";

        var record = ErrorFactory.From(Fault(ErrorId.PermissionDenied, action: action, denied: "mq:Missing", parameters: parameters));

        Assert.EndsWith(" This writes the policy: " + command, record.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains("mq:Missing", record.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GID_a; Remove-Item x", "mq:QueryDLQMessage")]
    [InlineData("GID_a' -InstanceId '*", "mq:QueryDLQMessage")]
    [InlineData("GID_a", "now run Remove-Item")]
    [InlineData("GID_a", "mq:A; Remove-Item")]
    [InlineData("GID_\u202Ea", "mq:A\u202E")]
    public void What_has_not_the_form_of_a_name_is_in_no_recommended_command(string groupId, string denied)
    {
        var record = ErrorFactory.From(Fault(
            ErrorId.PermissionDenied, denied: denied, parameters: new Dictionary<string, string> { ["GroupId"] = groupId, ["InstanceId"] = "MQ_INST_1" }));

        var advice = record.ErrorDetails.RecommendedAction;
        Assert.Contains("mq:QueryDLQMessage", advice, StringComparison.Ordinal);
        Assert.EndsWith((groupId == "GID_a" ? "-GroupId GID_a " : "Get-OnsDlqPolicy ") + "-InstanceId MQ_INST_1", advice, StringComparison.Ordinal);
        Assert.All(["Remove-Item", "\u202E", "'"], text => Assert.DoesNotContain(text, advice, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_a_policy_denies_it_no_other_policy_is_recommended()
    {
        var record = ErrorFactory.From(Fault(ErrorId.PermissionDenied, action: "OnsDLQMessageResendById", denied: "mq:ResendDLQMessage", isExplicitDeny: true));

        Assert.Contains("denies mq:ResendDLQMessage", record.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("Get-OnsDlqPolicy", record.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_throttling_whatever_its_code_is_advised_on_as_throttling()
    {
        var record = ErrorFactory.From(Fault(ErrorId.Throttled, code: "AUTH_RESOURCE_OWNER_ERROR"));

        Assert.Equal(ErrorCatalog.Kinds[ErrorId.Throttled].RecommendedAction, record.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_commands_own_error_keeps_its_target_and_cause()
    {
        var cause = new FormatException("cause");

        var record = ErrorFactory.From(new CommandException(ErrorId.InvalidMsgId, "Bad.", "X", cause));

        Assert.Equal("InvalidMsgId", record.FullyQualifiedErrorId);
        Assert.Equal("X", record.TargetObject);
        Assert.Same(cause, record.Exception.InnerException);
    }

    [Fact]
    public void What_is_not_ours_is_called_a_defect()
    {
        var defect = new InvalidCastException("oops");

        var record = ErrorFactory.From(defect);

        Assert.Equal("UnexpectedError", record.FullyQualifiedErrorId);
        Assert.Same(defect, record.Exception);
    }

    [Fact]
    public void What_every_message_of_a_run_would_meet_ends_any_command()
    {
        var ending = Enum.GetValues<ErrorId>().Where(id => RunFault.Is(Fault(id))).ToArray();

        Assert.NotEmpty(ending);
        Assert.All(ending, id => Assert.True(ErrorFactory.EndsCommand(Fault(id)), $"{id} ends a run: let it end a command, too, in ErrorCatalog.Kinds."));
    }

    private static ServiceException Fault(
        ErrorId id, string message = "It failed.", string action = "OnsDLQMessageGetById", string? code = null, string? requestId = null,
        string? denied = null, IReadOnlyDictionary<string, string>? parameters = null, bool isExplicitDeny = false) => new(id, message)
        {
            Action = action,
            Host = "ons.example",
            Reach = RequestReach.Answered,
            Code = code,
            RequestId = requestId,
            DeniedAction = denied,
            IsExplicitDeny = isExplicitDeny,
            Parameters = parameters ?? new Dictionary<string, string>(),
        };
}
