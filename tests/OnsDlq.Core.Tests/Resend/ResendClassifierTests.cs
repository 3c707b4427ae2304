using FsCheck;
using FsCheck.Fluent;
using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

public sealed class ResendClassifierTests
{
    private const string Id = "0BC16699343051CD9F1D798E77340000";

    // Some codes that a service returns before it executes a call.
    private static readonly string?[] Refusals =
    [
        "Throttling", "Throttling.User", "Throttling.Api", "InvalidTimeStamp.Expired", "InvalidAccessKeyId.NotFound", "SignatureDoesNotMatch",
        "Forbidden.RAM", "AUTH_RESOURCE_OWNER_ERROR", "MissingGroupId", "BIZ_FIELD_CHECK_INVALID", "INSTANCE_NOT_FOUND", "BIZ_NO_MESSAGE",
    ];

    private static ResendAnswer Answer(params string[] listed) => new("R-1", null, null, listed, 2);

    [Fact]
    public void An_answer_with_a_request_id_that_lists_nothing_is_accepted()
    {
        var verdict = ResendClassifier.Judge(Id, Answer());

        Assert.Equal(ResendStatus.Accepted, verdict.Status);
        Assert.Equal("R-1", verdict.RequestId);
        Assert.Equal(2, verdict.Tries);
        Assert.Empty(verdict.FailedMsgId);
        Assert.Null(verdict.ErrorMessage);
    }

    [Theory]
    [InlineData(Id)]
    [InlineData("0bc16699343051cd9f1d798e77340000")]
    public void An_answer_that_lists_exactly_this_message_is_failed(string listed)
    {
        var verdict = ResendClassifier.Judge(Id, Answer(listed));

        Assert.Equal(ResendStatus.Failed, verdict.Status);
        Assert.Equal([listed], verdict.FailedMsgId);
        Assert.NotNull(verdict.ErrorMessage);
    }

    [Theory]
    [InlineData("0BC16699343051CD9F1D798E77340001")]
    [InlineData("")]
    [InlineData(Id, "0BC16699343051CD9F1D798E77340001")]
    public void An_answer_that_lists_another_message_is_unknown(params string[] listed)
    {
        var verdict = ResendClassifier.Judge(Id, Answer(listed));

        Assert.Equal(ResendStatus.Unknown, verdict.Status);
        Assert.Equal(listed, verdict.FailedMsgId);
        Assert.NotNull(verdict.ErrorMessage);
    }

    [Fact]
    public void Of_a_flood_of_IDs_few_are_kept_and_none_can_disturb_a_terminal()
    {
        var flood = Enumerable.Range(0, 200_000).Select(i => $"\u001b[2J{i}{new string('x', 300)}").ToArray();

        var verdict = ResendClassifier.Judge(Id, Answer(flood));

        Assert.Equal((ResendStatus.Unknown, 10), (verdict.Status, verdict.FailedMsgId.Count));
        Assert.All(verdict.FailedMsgId, id => Assert.InRange(id.Length, 1, 257));
        Assert.DoesNotContain(verdict.FailedMsgId, id => id.Any(char.IsControl));
        Assert.Contains("200000 IDs", verdict.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ID_that_only_looks_the_same_once_it_is_cleaned_is_another() =>
        Assert.Equal(ResendStatus.Unknown, ResendClassifier.Judge(Id, Answer(Id + "\u200b")).Status);

    [Fact]
    public void Another_ID_behind_those_that_are_kept_is_seen() => Assert.Equal(
        ResendStatus.Unknown, ResendClassifier.Judge(Id, Answer([.. Enumerable.Repeat(Id, 50), "other"])).Status);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_answer_without_a_request_id_is_unknown(string? requestId)
    {
        var verdict = ResendClassifier.Judge(Id, Answer() with { RequestId = requestId });

        Assert.Equal(ResendStatus.Unknown, verdict.Status);
        Assert.NotNull(verdict.ErrorMessage);
    }

    [Theory]
    [InlineData("ONS_SYSTEM_ERROR", "busy")]
    [InlineData("Throttling.User", null)]
    [InlineData("BIZ_NO_MESSAGE", "none")]
    [InlineData("", null)]
    [InlineData(null, "odd")]
    public void An_error_inside_a_200_answer_is_unknown_whatever_its_code(string? code, string? message)
    {
        var verdict = ResendClassifier.Judge(Id, Answer() with { ErrorCode = code, ErrorMessage = message });

        Assert.Equal(ResendStatus.Unknown, verdict.Status);
        Assert.Equal(code, verdict.ErrorCode);
        Assert.NotNull(verdict.ErrorMessage);
    }

    [Theory]
    [InlineData(Id)]
    [InlineData("other")]
    public void An_error_inside_a_200_answer_is_unknown_even_beside_a_list(string listed) =>
        Assert.Equal(ResendStatus.Unknown, ResendClassifier.Judge(Id, Answer(listed) with { ErrorCode = "InternalError" }).Status);

    [Theory]
    [InlineData(nameof(ErrorId.ServiceUnreachable))]
    [InlineData(nameof(ErrorId.TimedOut))]
    [InlineData(nameof(ErrorId.ConnectionLost))]
    public void A_request_of_which_nothing_was_written_is_rejected(string id)
    {
        var error = Failure.Of(Enum.Parse<ErrorId>(id), RequestReach.NotWritten, tries: 3);

        var verdict = ResendClassifier.Judge(error);

        Assert.Equal(ResendStatus.Rejected, verdict.Status);
        Assert.Equal(error.Message, verdict.ErrorMessage);
        Assert.Equal(3, verdict.Tries);
    }

    [Theory]
    [InlineData(nameof(ErrorId.ConnectionLost), null, null)]
    [InlineData(nameof(ErrorId.TimedOut), null, null)]
    [InlineData(nameof(ErrorId.UnreadableAnswer), 200, null)]
    [InlineData(nameof(ErrorId.UnreadableAnswer), 307, null)]
    [InlineData(nameof(ErrorId.UnreadableAnswer), 401, null)]
    [InlineData(nameof(ErrorId.Throttled), 400, "Throttling.User")]
    public void A_request_that_was_written_without_a_readable_answer_is_unknown(string id, int? status, string? code) =>
        Assert.Equal(
            ResendStatus.Unknown,
            ResendClassifier.Judge(Failure.Of(Enum.Parse<ErrorId>(id), RequestReach.Written, status, code)).Status);

    [Theory]
    [InlineData(404, "InvalidAccessKeyId.NotFound")]
    [InlineData(400, "InvalidAccessKeyId.NotFound")]
    [InlineData(400, "InvalidAccessKeyId.Inactive")]
    [InlineData(403, "Forbidden.AccessKeyDisabled")]
    [InlineData(400, "SignatureDoesNotMatch")]
    [InlineData(400, "IncompleteSignature")]
    [InlineData(400, "InvalidSignatureMethod")]
    [InlineData(400, "InvalidTimeStamp.Expired")]
    [InlineData(400, "InvalidTimeStamp.Format")]
    [InlineData(400, "InvalidSecurityToken.Expired")]
    [InlineData(400, "InvalidSecurityToken.Malformed")]
    [InlineData(400, "InvalidSecurityToken.MismatchWithAccessKey")]
    [InlineData(400, "MissingSecurityToken")]
    [InlineData(403, "Forbidden")]
    [InlineData(403, "Forbidden.RAM")]
    [InlineData(403, "NoPermission")]
    [InlineData(400, "AUTH_RESOURCE_OWNER_ERROR")]
    [InlineData(400, "AUTH_SIGNATURE_CHECK_ERROR")]
    [InlineData(400, "EMPOWER_OWNER_CHECK_ERROR")]
    [InlineData(400, "MissingGroupId")]
    [InlineData(400, "MissingMsgId")]
    [InlineData(400, "MissingParameter")]
    [InlineData(400, "InvalidParameter")]
    [InlineData(400, "InvalidParameter.Format")]
    [InlineData(400, "InvalidMsgId")]
    [InlineData(400, "BIZ_FIELD_CHECK_INVALID")]
    [InlineData(400, "BIZ_SUBSCRIPTION_NOT_FOUND")]
    [InlineData(404, "BIZ_NO_MESSAGE")]
    [InlineData(404, "INSTANCE_NOT_FOUND")]
    [InlineData(400, "BIZ_REGION_NOT_FOUND")]
    [InlineData(404, "InvalidProduct.NotFound")]
    [InlineData(404, "InvalidApi.NotFound")]
    [InlineData(404, "InvalidRegion.NotFound")]
    [InlineData(400, "UnsupportedHTTPMethod")]
    [InlineData(400, "Throttling")]
    [InlineData(400, "Throttling.User")]
    [InlineData(429, "Throttling.Api")]
    [InlineData(400, "Throttling.User.Hourly")]
    [InlineData(400, "System.Throttling")]
    [InlineData(400, "FlowControl.User")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(404, "InvalidAction.NotFound")]
    [InlineData(400, "IllegalTimestamp")]
    [InlineData(400, "AUTH_SERVICE_CHECK_ERROR")]
    [InlineData(400, "AccessDenied")]
    public void A_refusal_made_before_execution_is_rejected(int status, string code)
    {
        var verdict = ResendClassifier.Judge(Failure.Of(ErrorId.ServiceError, RequestReach.Answered, status, code, requestId: "R-2"));

        Assert.Equal(ResendStatus.Rejected, verdict.Status);
        Assert.Equal(code, verdict.ErrorCode);
        Assert.Equal("R-2", verdict.RequestId);
    }

    [Theory]
    [InlineData("SignatureNonceUsed")]
    [InlineData("ApiCallFailed")]
    [InlineData("NoPermission.New")]
    [InlineData("ONS_SYSTEM_ERROR")]
    [InlineData("ONS_INVOKE_ERROR")]
    [InlineData("ONS_SYSTEM_FLOW_CONTROL")]
    [InlineData("ONS_SERVICE_UNSUPPORTED")]
    [InlineData("ADMIN_GET_BROKER_CONFIG_ERROR")]
    [InlineData("ADMIN_UPDATE_TOPIC_PERM_ERROR")]
    [InlineData("AUTH_SOMETHING_NEW")]
    [InlineData("BIZ_CONSUMER_NOT_ONLINE")]
    [InlineData("BIZ_TOPIC_NOT_FOUND")]
    [InlineData("BIZ_PUBLISH_INFO_NOT_FOUND")]
    [InlineData("BIZ_SUBSCRIPTION_EXISTED")]
    [InlineData("EMPOWER_EXIST_ERROR")]
    [InlineData("InternalError")]
    [InlineData("UnknownError")]
    [InlineData("ServiceUnavailable")]
    [InlineData("InvalidMessageState")]
    [InlineData("MissingAcknowledgement")]
    [InlineData("throttling")]
    [InlineData("forbidden")]
    [InlineData(" Forbidden")]
    [InlineData("")]
    [InlineData(null)]
    public void An_answered_code_that_is_not_on_the_list_is_unknown(string? code) =>
        Assert.Equal(
            ResendStatus.Unknown,
            ResendClassifier.Judge(Failure.Of(ErrorId.ServiceError, RequestReach.Answered, 400, code)).Status);

    [Theory]
    [InlineData(500, "Throttling.User")]
    [InlineData(503, "Throttling")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(500, "BIZ_NO_MESSAGE")]
    [InlineData(502, "Forbidden")]
    [InlineData(200, "Throttling.User")]
    [InlineData(302, "Forbidden")]
    [InlineData(399, "Forbidden")]
    [InlineData(null, "Forbidden")]
    public void A_listed_code_proves_nothing_outside_4xx(int? status, string code) =>
        Assert.Equal(
            ResendStatus.Unknown,
            ResendClassifier.Judge(Failure.Of(ErrorId.ServiceError, RequestReach.Answered, status, code)).Status);

    [Fact]
    public void Missing_credentials_are_a_rejection() =>
        Assert.Equal(ResendStatus.Rejected, ResendClassifier.Judge(new CredentialsException(ErrorId.NoCredentials, "none")).Status);

    [Fact]
    public void A_cancellation_without_a_reach_is_unknown()
    {
        Assert.Equal(ResendStatus.Unknown, ResendClassifier.Judge(new OperationCanceledException()).Status);
        Assert.Equal(ResendStatus.Unknown, ResendClassifier.Judge(new TaskCanceledException()).Status);
    }

    [Fact]
    public void An_exception_nobody_foresaw_is_unknown() =>
        Assert.Equal(ResendStatus.Unknown, ResendClassifier.Judge(new InvalidOperationException("odd")).Status);

    [Fact]
    public void Nothing_but_a_proof_is_ever_called_rejected()
    {
        var codes = Gen.OneOf(
            Gen.Elements<string?>([null, .. Refusals, "SignatureNonceUsed", "ONS_SYSTEM_ERROR", "BIZ_CONSUMER_NOT_ONLINE", "InvalidTopic"]),
            ArbMap.Default.GeneratorFor<string?>());
        var statuses = Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(100, 599).Select(status => (int?)status));
        var errors =
            from id in Gen.Elements(Enum.GetValues<ErrorId>())
            from reach in Gen.Elements(Enum.GetValues<RequestReach>())
            from status in statuses
            from code in codes
            select Failure.Of(id, reach, status, code);

        Prop.ForAll(errors.ToArbitrary(), error =>
        {
            var listed = Refusals.Contains(error.Code);
            var proof = error.Reach == RequestReach.NotWritten
                || (error.Reach == RequestReach.Answered && error.StatusCode >= 400 && error.StatusCode <= 499 && listed);
            return ResendClassifier.Judge(error).Status == (proof ? ResendStatus.Rejected : ResendStatus.Unknown);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void No_answer_with_status_200_is_ever_called_rejected()
    {
        var texts = Gen.OneOf(Gen.Elements<string?>(null, "", Id, "Throttling.User", "R-1"), ArbMap.Default.GeneratorFor<string?>());
        var answers =
            from requestId in texts
            from code in texts
            from message in texts
            from listed in texts.Where(text => text is not null).ListOf(2)
            from count in Gen.Choose(0, 2)
            from oddity in texts
            select new ResendAnswer(requestId, code, message, [.. listed.Take(count).Select(text => text!)], 1) { Oddity = oddity };

        Prop.ForAll(answers.ToArbitrary(), answer =>
        {
            var status = ResendClassifier.Judge(Id, answer).Status;
            var accepted = answer is { RequestId.Length: > 0, ErrorCode: null, ErrorMessage: null, Oddity: null, ListedMsgIds.Count: 0 };
            return status != ResendStatus.Rejected && status == ResendStatus.Accepted == accepted;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
