using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class ServiceCodesTests
{
    [Theory]
    [InlineData("Throttling", nameof(ServiceFault.Throttled))]
    [InlineData("Throttling.User", nameof(ServiceFault.Throttled))]
    [InlineData("Throttling.Api", nameof(ServiceFault.Throttled))]
    [InlineData("Throttling.Something.New", nameof(ServiceFault.Throttled))]
    [InlineData("System.Throttling", nameof(ServiceFault.Throttled))]
    [InlineData("FlowControl.User", nameof(ServiceFault.Throttled))]
    [InlineData("FlowControl", nameof(ServiceFault.Throttled))]
    [InlineData("TooManyRequests", nameof(ServiceFault.Throttled))]
    [InlineData("ONS_SYSTEM_FLOW_CONTROL", nameof(ServiceFault.Throttled))]
    [InlineData("IllegalTimestamp", nameof(ServiceFault.ClockSkew))]
    [InlineData("InvalidTimestamp", nameof(ServiceFault.ClockSkew))]
    [InlineData("InvalidTimestamp.Expired", nameof(ServiceFault.ClockSkew))]
    [InlineData("SignatureDoesNotMatch.Something", nameof(ServiceFault.SignatureRejected))]
    [InlineData("InvalidSignature", nameof(ServiceFault.SignatureRejected))]
    [InlineData("InvalidAccessKeySecret", nameof(ServiceFault.SignatureRejected))]
    [InlineData("AccessDenied", nameof(ServiceFault.PermissionDenied))]
    [InlineData("UnauthorizedOperation", nameof(ServiceFault.PermissionDenied))]
    [InlineData("ActionUnauthorized", nameof(ServiceFault.PermissionDenied))]
    [InlineData("Forbidden.RiskControl", nameof(ServiceFault.PermissionDenied))]
    [InlineData("Forbedden.NotSupportRAM", nameof(ServiceFault.PermissionDenied))]
    [InlineData("NoPermission.Something", nameof(ServiceFault.PermissionDenied))]
    [InlineData("AUTH_SOMETHING_NEW", nameof(ServiceFault.PermissionDenied))]
    [InlineData("InvalidInstanceId.NotFound", nameof(ServiceFault.InstanceNotFound))]
    [InlineData("Forbidden.InstanceNotFound", nameof(ServiceFault.InstanceNotFound))]
    [InlineData("InvalidGroupId.NotFound", nameof(ServiceFault.GroupNotFound))]
    [InlineData("InvalidAccessKeyId.NotFound", nameof(ServiceFault.AccessKeyNotFound))]
    [InlineData("InvalidAccessKeyId", nameof(ServiceFault.AccessKeyNotFound))]
    [InlineData("InvalidAccessKeyId.Inactive", nameof(ServiceFault.AccessKeyInactive))]
    [InlineData("Forbidden.AccessKeyDisabled", nameof(ServiceFault.AccessKeyInactive))]
    [InlineData("SignatureDoesNotMatch", nameof(ServiceFault.SignatureRejected))]
    [InlineData("IncompleteSignature", nameof(ServiceFault.SignatureRejected))]
    [InlineData("InvalidSignatureMethod", nameof(ServiceFault.SignatureRejected))]
    [InlineData("AUTH_SIGNATURE_CHECK_ERROR", nameof(ServiceFault.SignatureRejected))]
    [InlineData("AUTH_CAL_SIGNATURE_ERROR", nameof(ServiceFault.SignatureRejected))]
    [InlineData("InvalidSecurityToken.Expired", nameof(ServiceFault.TokenRejected))]
    [InlineData("InvalidSecurityToken.Malformed", nameof(ServiceFault.TokenRejected))]
    [InlineData("InvalidSecurityToken.MismatchWithAccessKey", nameof(ServiceFault.TokenRejected))]
    [InlineData("MissingSecurityToken", nameof(ServiceFault.TokenRejected))]
    [InlineData("InvalidTimeStamp.Expired", nameof(ServiceFault.ClockSkew))]
    [InlineData("InvalidTimeStamp.Format", nameof(ServiceFault.ClockSkew))]
    [InlineData("SignatureNonceUsed", nameof(ServiceFault.NonceReplayed))]
    [InlineData("SignatureNonce.Duplicate", nameof(ServiceFault.NonceReplayed))]
    [InlineData("Forbidden", nameof(ServiceFault.PermissionDenied))]
    [InlineData("Forbidden.RAM", nameof(ServiceFault.PermissionDenied))]
    [InlineData("NoPermission", nameof(ServiceFault.PermissionDenied))]
    [InlineData("AUTH_RESOURCE_OWNER_ERROR", nameof(ServiceFault.PermissionDenied))]
    [InlineData("AUTH_PERMISSION_CHECK_ERROR", nameof(ServiceFault.PermissionDenied))]
    [InlineData("AUTH_SERVICE_CHECK_ERROR", nameof(ServiceFault.ServiceNotActivated))]
    [InlineData("AUTH_LOGIN_CHECK_ERROR", nameof(ServiceFault.PermissionDenied))]
    [InlineData("EMPOWER_OWNER_CHECK_ERROR", nameof(ServiceFault.PermissionDenied))]
    [InlineData("BIZ_PRODUCER_ID_BELONG_TO_OTHER_USER", nameof(ServiceFault.PermissionDenied))]
    [InlineData("BIZ_CONSUMER_ID_BELONG_TO_OTHER_USER", nameof(ServiceFault.PermissionDenied))]
    [InlineData("BIZ_REGION_NOT_FOUND", nameof(ServiceFault.RegionNotFound))]
    [InlineData("InvalidRegion.NotFound", nameof(ServiceFault.RegionNotFound))]
    [InlineData("InvalidRegionId", nameof(ServiceFault.RegionNotFound))]
    [InlineData("ONS_SERVICE_UNSUPPORTED", nameof(ServiceFault.RegionNotFound))]
    [InlineData("INSTANCE_NOT_FOUND", nameof(ServiceFault.InstanceNotFound))]
    [InlineData("BIZ_SUBSCRIPTION_NOT_FOUND", nameof(ServiceFault.GroupNotFound))]
    [InlineData("BIZ_PUBLISH_INFO_NOT_FOUND", nameof(ServiceFault.GroupNotFound))]
    [InlineData("BIZ_NO_MESSAGE", nameof(ServiceFault.MessageNotFound))]
    [InlineData("BIZ_FIELD_CHECK_INVALID", nameof(ServiceFault.InvalidParameter))]
    [InlineData("MissingParameter", nameof(ServiceFault.InvalidParameter))]
    [InlineData("MissingGroupId", nameof(ServiceFault.InvalidParameter))]
    [InlineData("InvalidParameter", nameof(ServiceFault.InvalidParameter))]
    [InlineData("InvalidParameter.Format", nameof(ServiceFault.InvalidParameter))]
    [InlineData("InvalidMsgId", nameof(ServiceFault.InvalidParameter))]
    [InlineData("InvalidProduct.NotFound", nameof(ServiceFault.ServiceError))]
    [InlineData("InvalidApi.NotFound", nameof(ServiceFault.ServiceError))]
    [InlineData("InvalidProtocol.NeedSsl", nameof(ServiceFault.ServiceError))]
    [InlineData("UnsupportedHTTPMethod", nameof(ServiceFault.ServiceError))]
    [InlineData("InternalError", nameof(ServiceFault.ServiceError))]
    [InlineData("UnknownError", nameof(ServiceFault.ServiceError))]
    [InlineData("ServiceUnavailable", nameof(ServiceFault.ServiceError))]
    [InlineData("ONS_SYSTEM_ERROR", nameof(ServiceFault.ServiceError))]
    [InlineData("ONS_INVOKE_ERROR", nameof(ServiceFault.ServiceError))]
    [InlineData("ONS_SOMETHING_NEW", nameof(ServiceFault.ServiceError))]
    [InlineData("ApiCallFailed", nameof(ServiceFault.ServiceError))]
    [InlineData("InvalidAction.NotFound", nameof(ServiceFault.ServiceError))]
    [InlineData("InvalidAction", nameof(ServiceFault.ServiceError))]
    [InlineData("InvalidVersion", nameof(ServiceFault.ServiceError))]
    [InlineData("NoSuchVersion", nameof(ServiceFault.ServiceError))]
    [InlineData("ADMIN_GET_BROKER_CONFIG_ERROR", nameof(ServiceFault.ServiceError))]
    [InlineData("BIZ_TOPIC_NOT_FOUND", nameof(ServiceFault.ServiceError))]
    [InlineData("BIZ_CONSUMER_NOT_ONLINE", nameof(ServiceFault.ServiceError))]
    [InlineData("throttling.user", nameof(ServiceFault.ServiceError))]
    [InlineData("SomethingNobodyKnows", nameof(ServiceFault.ServiceError))]
    public void A_code_tells_the_fault(string code, string fault) => Assert.Equal(fault, ServiceCodes.FaultOf(code).ToString());

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
