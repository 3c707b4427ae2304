using OnsDlq.Errors;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class ServiceCodesTests
{
    [Theory]
    [InlineData("Throttling", nameof(ErrorId.Throttled))]
    [InlineData("Throttling.User", nameof(ErrorId.Throttled))]
    [InlineData("Throttling.Api", nameof(ErrorId.Throttled))]
    [InlineData("Throttling.Something.New", nameof(ErrorId.Throttled))]
    [InlineData("System.Throttling", nameof(ErrorId.Throttled))]
    [InlineData("FlowControl.User", nameof(ErrorId.Throttled))]
    [InlineData("FlowControl", nameof(ErrorId.Throttled))]
    [InlineData("TooManyRequests", nameof(ErrorId.Throttled))]
    [InlineData("ONS_SYSTEM_FLOW_CONTROL", nameof(ErrorId.Throttled))]
    [InlineData("IllegalTimestamp", nameof(ErrorId.ClockSkew))]
    [InlineData("InvalidTimestamp", nameof(ErrorId.ClockSkew))]
    [InlineData("InvalidTimestamp.Expired", nameof(ErrorId.ClockSkew))]
    [InlineData("SignatureDoesNotMatch.Something", nameof(ErrorId.SignatureRejected))]
    [InlineData("InvalidSignature", nameof(ErrorId.SignatureRejected))]
    [InlineData("InvalidAccessKeySecret", nameof(ErrorId.SignatureRejected))]
    [InlineData("AccessDenied", nameof(ErrorId.PermissionDenied))]
    [InlineData("UnauthorizedOperation", nameof(ErrorId.PermissionDenied))]
    [InlineData("ActionUnauthorized", nameof(ErrorId.PermissionDenied))]
    [InlineData("Forbidden.RiskControl", nameof(ErrorId.PermissionDenied))]
    [InlineData("Forbedden.NotSupportRAM", nameof(ErrorId.PermissionDenied))]
    [InlineData("NoPermission.Something", nameof(ErrorId.PermissionDenied))]
    [InlineData("AUTH_SOMETHING_NEW", nameof(ErrorId.PermissionDenied))]
    [InlineData("InvalidInstanceId.NotFound", nameof(ErrorId.InstanceNotFound))]
    [InlineData("Forbidden.InstanceNotFound", nameof(ErrorId.InstanceNotFound))]
    [InlineData("InvalidGroupId.NotFound", nameof(ErrorId.GroupNotFound))]
    [InlineData("InvalidAccessKeyId.NotFound", nameof(ErrorId.AccessKeyNotFound))]
    [InlineData("InvalidAccessKeyId", nameof(ErrorId.AccessKeyNotFound))]
    [InlineData("InvalidAccessKeyId.Inactive", nameof(ErrorId.AccessKeyInactive))]
    [InlineData("Forbidden.AccessKeyDisabled", nameof(ErrorId.AccessKeyInactive))]
    [InlineData("SignatureDoesNotMatch", nameof(ErrorId.SignatureRejected))]
    [InlineData("IncompleteSignature", nameof(ErrorId.SignatureRejected))]
    [InlineData("InvalidSignatureMethod", nameof(ErrorId.SignatureRejected))]
    [InlineData("AUTH_SIGNATURE_CHECK_ERROR", nameof(ErrorId.SignatureRejected))]
    [InlineData("AUTH_CAL_SIGNATURE_ERROR", nameof(ErrorId.SignatureRejected))]
    [InlineData("InvalidSecurityToken.Expired", nameof(ErrorId.TokenRejected))]
    [InlineData("InvalidSecurityToken.Malformed", nameof(ErrorId.TokenRejected))]
    [InlineData("InvalidSecurityToken.MismatchWithAccessKey", nameof(ErrorId.TokenRejected))]
    [InlineData("MissingSecurityToken", nameof(ErrorId.TokenRejected))]
    [InlineData("InvalidTimeStamp.Expired", nameof(ErrorId.ClockSkew))]
    [InlineData("InvalidTimeStamp.Format", nameof(ErrorId.ClockSkew))]
    [InlineData("SignatureNonceUsed", nameof(ErrorId.NonceReplayed))]
    [InlineData("SignatureNonce.Duplicate", nameof(ErrorId.NonceReplayed))]
    [InlineData("Forbidden", nameof(ErrorId.PermissionDenied))]
    [InlineData("Forbidden.RAM", nameof(ErrorId.PermissionDenied))]
    [InlineData("NoPermission", nameof(ErrorId.PermissionDenied))]
    [InlineData("AUTH_RESOURCE_OWNER_ERROR", nameof(ErrorId.PermissionDenied))]
    [InlineData("AUTH_PERMISSION_CHECK_ERROR", nameof(ErrorId.PermissionDenied))]
    [InlineData("AUTH_SERVICE_CHECK_ERROR", nameof(ErrorId.ServiceNotActivated))]
    [InlineData("AUTH_LOGIN_CHECK_ERROR", nameof(ErrorId.PermissionDenied))]
    [InlineData("EMPOWER_OWNER_CHECK_ERROR", nameof(ErrorId.PermissionDenied))]
    [InlineData("BIZ_PRODUCER_ID_BELONG_TO_OTHER_USER", nameof(ErrorId.PermissionDenied))]
    [InlineData("BIZ_CONSUMER_ID_BELONG_TO_OTHER_USER", nameof(ErrorId.PermissionDenied))]
    [InlineData("BIZ_REGION_NOT_FOUND", nameof(ErrorId.RegionNotFound))]
    [InlineData("InvalidRegion.NotFound", nameof(ErrorId.RegionNotFound))]
    [InlineData("InvalidRegionId", nameof(ErrorId.RegionNotFound))]
    [InlineData("ONS_SERVICE_UNSUPPORTED", nameof(ErrorId.RegionNotFound))]
    [InlineData("INSTANCE_NOT_FOUND", nameof(ErrorId.InstanceNotFound))]
    [InlineData("BIZ_SUBSCRIPTION_NOT_FOUND", nameof(ErrorId.GroupNotFound))]
    [InlineData("BIZ_PUBLISH_INFO_NOT_FOUND", nameof(ErrorId.GroupNotFound))]
    [InlineData("BIZ_NO_MESSAGE", nameof(ErrorId.MessageNotFound))]
    [InlineData("BIZ_FIELD_CHECK_INVALID", nameof(ErrorId.InvalidParameter))]
    [InlineData("MissingParameter", nameof(ErrorId.InvalidParameter))]
    [InlineData("MissingGroupId", nameof(ErrorId.InvalidParameter))]
    [InlineData("InvalidParameter", nameof(ErrorId.InvalidParameter))]
    [InlineData("InvalidParameter.Format", nameof(ErrorId.InvalidParameter))]
    [InlineData("InvalidMsgId", nameof(ErrorId.InvalidParameter))]
    [InlineData("InvalidProduct.NotFound", nameof(ErrorId.ServiceError))]
    [InlineData("InvalidApi.NotFound", nameof(ErrorId.ServiceError))]
    [InlineData("InvalidProtocol.NeedSsl", nameof(ErrorId.ServiceError))]
    [InlineData("UnsupportedHTTPMethod", nameof(ErrorId.ServiceError))]
    [InlineData("InternalError", nameof(ErrorId.ServiceError))]
    [InlineData("UnknownError", nameof(ErrorId.ServiceError))]
    [InlineData("ServiceUnavailable", nameof(ErrorId.ServiceError))]
    [InlineData("ONS_SYSTEM_ERROR", nameof(ErrorId.ServiceError))]
    [InlineData("ONS_INVOKE_ERROR", nameof(ErrorId.ServiceError))]
    [InlineData("ONS_SOMETHING_NEW", nameof(ErrorId.ServiceError))]
    [InlineData("ApiCallFailed", nameof(ErrorId.ServiceError))]
    [InlineData("InvalidAction.NotFound", nameof(ErrorId.ServiceError))]
    [InlineData("InvalidAction", nameof(ErrorId.ServiceError))]
    [InlineData("InvalidVersion", nameof(ErrorId.ServiceError))]
    [InlineData("NoSuchVersion", nameof(ErrorId.ServiceError))]
    [InlineData("ADMIN_GET_BROKER_CONFIG_ERROR", nameof(ErrorId.ServiceError))]
    [InlineData("BIZ_TOPIC_NOT_FOUND", nameof(ErrorId.ServiceError))]
    [InlineData("BIZ_CONSUMER_NOT_ONLINE", nameof(ErrorId.ServiceError))]
    [InlineData("throttling.user", nameof(ErrorId.ServiceError))]
    [InlineData("SomethingNobodyKnows", nameof(ErrorId.ServiceError))]
    public void A_code_tells_the_error(string code, string id) => Assert.Equal(id, ServiceCodes.IdOf(code).ToString());

    [Fact]
    public void Each_row_stands_once_and_says_what_it_means_and_where_that_is_written()
    {
        Assert.Distinct(ServiceCodes.All.Select(row => row.Name));
        Assert.All(ServiceCodes.All, row =>
        {
            Assert.EndsWith(".", row.Meaning, StringComparison.Ordinal);
            Assert.NotEmpty(row.Source);
            Assert.EndsWith(".", row.Advice ?? ".", StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_family_proves_nothing_but_the_gateways_for_too_many_calls() => Assert.Equal(
        ["FlowControl*", "System.Throttling*", "Throttling*", "TooManyRequests*"],
        ServiceCodes.All.Where(row => row.Prefix is not null && row.Proof == CodeProof.NotExecuted).Select(row => row.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Only_the_list_of_those_that_prove_makes_a_refusal_of_a_code_of_the_product() => Assert.Equal(
        ["BIZ_CONSUMER_ID_BELONG_TO_OTHER_USER", "BIZ_FIELD_CHECK_INVALID", "BIZ_NO_MESSAGE", "BIZ_REGION_NOT_FOUND", "BIZ_SUBSCRIPTION_NOT_FOUND"],
        ServiceCodes.All.Where(row => row.Name.StartsWith("BIZ_", StringComparison.Ordinal)
            || row.Name.StartsWith("ONS_", StringComparison.Ordinal) || row.Name.StartsWith("ADMIN_", StringComparison.Ordinal))
            .Where(row => row.Proof != CodeProof.Never).Select(row => row.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("AUTH_RESOURCE_OWNER_ERROR")]
    [InlineData("EMPOWER_OWNER_CHECK_ERROR")]
    public void A_code_for_a_missing_right_or_a_wrong_name_advises_on_both(string code)
    {
        var advice = ServiceCodes.Find(code)!.Advice!;

        Assert.All(["-InstanceId", "-GroupId", ServiceCode.Permission], word => Assert.Contains(word, advice, StringComparison.Ordinal));
    }
}
