using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>
/// The codes of the product itself. Most are given during execution and prove nothing. Those that prove something are given when it has only
/// checked the caller's rights and the names in the call.
/// </summary>
internal static class ProductCodes
{
    private const string Business = "alibabacloud.com/help/doc-detail/44425.htm";
    private const string Center = "help.aliyun.com/document_detail/437697.html";
    private const string Newer = "api-ons-2019-02-14-errorcodes (help page)";
    private const string Old = "ons-api facts 2.1 (2018)";
    private const string Terraform = "terraform-provider-alicloud, service_alicloud_ons.go and Ons resources";

    private const string OwnerOrTypo =
        "The service answers so for a missing permission and for a name that does not exist. Check -InstanceId and -GroupId for typing errors first (Get-OnsDlqInstance and Get-OnsDlqGroup list what there is) and the connected region and account; where all are right, have {permission} granted to the RAM user or role.";

    public static IReadOnlyList<ServiceCode> All { get; } =
    [
        // The backend
        new("ONS_*", ErrorId.ServiceError, CodeProof.Never, "The backend failed; it is not documented at which point.", Business),
        new("ONS_SYSTEM_ERROR", ErrorId.ServiceError, CodeProof.Never, "The backend failed.", Business),
        new("ONS_INVOKE_ERROR", ErrorId.ServiceError, CodeProof.Never, "The backend was called and failed.", Business),
        new("ApiCallFailed", ErrorId.ServiceError, CodeProof.Never, "The backend was called and failed.", Newer),
        new(
            "ONS_SYSTEM_FLOW_CONTROL", ErrorId.Throttled, CodeProof.Never, "The backend has too much to do; how far it got with the call is not said.",
            Terraform,
            "Wait a minute and call less often: the backend of the service has too much to do."),
        new("ONS_SERVICE_UNSUPPORTED", ErrorId.RegionNotFound, CodeProof.Never, "The operation is not offered in this region.", Business,
            "Check -RegionId: the service does not offer this operation there."),
        new("ADMIN_*", ErrorId.ServiceError, CodeProof.Never, "The brokers' administration failed.", Center),

        // What the call is about
        new("BIZ_*", ErrorId.ServiceError, CodeProof.Never, "The product could not do it; it is not documented at which point.", Business),
        new("BIZ_FIELD_CHECK_INVALID", ErrorId.InvalidParameter, CodeProof.NotExecuted, "A parameter has a value that it cannot have.", Business),
        new("BIZ_REGION_NOT_FOUND", ErrorId.RegionNotFound, CodeProof.NotExecuted, "There is no such region.", Business),
        new("BIZ_SUBSCRIPTION_NOT_FOUND", ErrorId.GroupNotFound, CodeProof.NotExecuted, "There is no such consumer group.", Business),
        new("BIZ_NO_MESSAGE", ErrorId.MessageNotFound, CodeProof.NotExecuted, "No message fits.", Business),
        new("INSTANCE_NOT_FOUND", ErrorId.InstanceNotFound, CodeProof.NotExecuted, "There is no such instance.", Business + " (zh)"),

        // A resend names neither topic nor producer, so these codes are given during execution.
        new("BIZ_TOPIC_NOT_FOUND", ErrorId.ServiceError, CodeProof.Never, "There is no such topic.", Business,
            "Check that the message's topic still exists in the instance, and that the instance is the right one."),
        new("BIZ_PUBLISH_INFO_NOT_FOUND", ErrorId.GroupNotFound, CodeProof.Never, "There is no such producer group.", Business),

        // About delivery, which a resend does: this may be found after the message was put back.
        new("BIZ_CONSUMER_NOT_ONLINE", ErrorId.ServiceError, CodeProof.Never, "No consumer of the group is online.", Business,
            "Start a consumer of the group, and see what it got before you resend anything."),
        new("BIZ_TOPIC_EXISTED", ErrorId.ServiceError, CodeProof.Never, "Not an answer to any call of this module.", Business),
        new("BIZ_PUBLISHER_EXISTED", ErrorId.ServiceError, CodeProof.Never, "Not an answer to any call of this module.", Business),
        new("BIZ_SUBSCRIPTION_EXISTED", ErrorId.ServiceError, CodeProof.Never, "Not an answer to any call of this module.", Business),
        new("EMPOWER_EXIST_ERROR", ErrorId.ServiceError, CodeProof.Never, "Not an answer to any call of this module.", Business),

        // Rights
        new("AUTH_*", ErrorId.PermissionDenied, CodeProof.None, "The caller may not do this.", Center, OwnerOrTypo),
        new("AUTH_RESOURCE_OWNER_ERROR", ErrorId.PermissionDenied, CodeProof.NotExecuted,
            "The caller does not own what the call names, or it does not exist.", Center + "; " + Terraform, OwnerOrTypo),
        new("AUTH_RESOURCE_EMPOWER_CHECK_ERROR", ErrorId.PermissionDenied, CodeProof.NotExecuted,
            "What the call names was not granted to the caller, or does not exist.", Center, OwnerOrTypo),
        new(
            "AUTH_PERMISSION_CHECK_ERROR", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The caller lacks a permission on what the call names.", Center,
            OwnerOrTypo),
        new(
            "AUTH_SYSTEM_PERMISSION_CHECK_ERROR", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The caller lacks a permission.", Center,
            ServiceCode.GrantPermission),
        new(
            "AUTH_REQUEST_NOT_ALLOWED", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The request is not allowed, now or later.", Center,
            ServiceCode.GrantPermission),
        new("AccessDenied", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The request is not allowed, now or later.", Newer, ServiceCode.GrantPermission),
        new("AUTH_ONS_CHANNEL_INVALID", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The account's channel is not one of the product's.", Center,
            "Check -RegionId, -Endpoint and the account: it may belong to another site of Alibaba Cloud."),
        new("AUTH_SERVICE_CHECK_ERROR", ErrorId.ServiceNotActivated, CodeProof.NotExecuted, "The account has not activated ApsaraMQ for RocketMQ.", Center),
        new("AUTH_LOGIN_CHECK_ERROR", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The caller is not logged in.", Center,
            "Connect again with keys of the account that owns the instance."),
        new("AUTH_CSRF_CHECK_ERROR", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The call was taken for one of an expired page.", Center,
            "Check -Endpoint: what was called seems to be the console's address, not the API's."),
        new("AUTH_SIGNATURE_CHECK_ERROR", ErrorId.SignatureRejected, CodeProof.NotExecuted, "Access key ID and secret do not belong together.", Center),
        new("AUTH_CAL_SIGNATURE_ERROR", ErrorId.SignatureRejected, CodeProof.NotExecuted, "The signature could not be computed.", Center),
        new(
            "EMPOWER_OWNER_CHECK_ERROR", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The caller does not own what the call names.", Business,
            OwnerOrTypo),
        new(
            "BIZ_CONSUMER_ID_BELONG_TO_OTHER_USER", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The consumer group is another account's.", Old,
            OwnerOrTypo),
        new("BIZ_PRODUCER_ID_BELONG_TO_OTHER_USER", ErrorId.PermissionDenied, CodeProof.Never, "The producer group is another account's.", Old),
    ];
}
