using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>
/// The codes of the gateway in front of every product: it checks address, signature, clock, permission and quota before it calls the product.
/// </summary>
internal static class GatewayCodes
{
    /// <summary>The code of a temporary failure, with status 503.</summary>
    public const string ServiceUnavailable = "ServiceUnavailable";

    private const string Common = "developer.aliyun.com/ask/278265";
    private const string Client = "help.aliyun.com/document_detail/51132.html (client error codes)";
    private const string Dns = "help.aliyun.com/document_detail/30137.htm";
    private const string Core = "darabonba-openapi, csharp/core/Client.cs (2026-07)";
    private const string Terraform = "terraform-provider-alicloud";

    private const string WrongAddress =
        "Check -Endpoint, -RegionId and -Vpc: what was called is the gateway of Alibaba Cloud, but not with this operation. It may belong to another product, or to a region without the service.";

    private const string OwnAccount = "Let the owner of the Alibaba Cloud account see to it: the account itself may not call this for the moment.";

    public static IReadOnlyList<ServiceCode> All { get; } =
    [
        // Quota. Where the gateway throttles a call, the product is not called.
        new("Throttling*", ErrorId.Throttled, CodeProof.NotExecuted, "Too many calls.", Common),
        new("System.Throttling*", ErrorId.Throttled, CodeProof.NotExecuted, "Too many calls of all callers together.", Core),
        new("FlowControl*", ErrorId.Throttled, CodeProof.NotExecuted, "Too many calls.", Terraform),
        new("TooManyRequests*", ErrorId.Throttled, CodeProof.NotExecuted, "Too many calls.", Core),
        new(ServiceUnavailable, ErrorId.ServiceError, CodeProof.None, "The service cannot answer for the moment.", Dns,
            "Try again in some minutes: the service said that it is unavailable for the moment."),
        new("InternalError", ErrorId.ServiceError, CodeProof.Never, "The service failed while it worked on the call.", Dns),
        new("UnknownError", ErrorId.ServiceError, CodeProof.Never, "The service failed while it worked on the call.", "ons-api facts 2.2"),

        // Address
        new("InvalidProduct.NotFound", ErrorId.ServiceError, CodeProof.NotExecuted, "The gateway does not know the product.", Common, WrongAddress),
        new("InvalidAction.NotFound", ErrorId.ServiceError, CodeProof.NotExecuted, "The gateway does not know the operation.",
            "aliyun-cli, openapi/commando_test.go", WrongAddress),
        new("InvalidApi.NotFound", ErrorId.ServiceError, CodeProof.NotExecuted, "The gateway does not know the operation.", Common, WrongAddress),
        new("InvalidAction", ErrorId.ServiceError, CodeProof.NotExecuted, "The gateway does not know the operation.", Client, WrongAddress),
        new("InvalidVersion", ErrorId.ServiceError, CodeProof.NotExecuted, "The gateway does not know this version of the API.", Common, WrongAddress),
        new("InvalidVersion.NotFound", ErrorId.ServiceError, CodeProof.NotExecuted, "The gateway does not know this version of the API.", Common, WrongAddress),
        new("NoSuchVersion", ErrorId.ServiceError, CodeProof.NotExecuted, "The gateway does not know this version of the API.", Dns, WrongAddress),
        new("UnsupportedOperation", ErrorId.ServiceError, CodeProof.NotExecuted, "The operation is not offered here.", Dns, WrongAddress),
        new("UnsupportedHTTPMethod", ErrorId.ServiceError, CodeProof.NotExecuted, "The HTTP method is not taken.", Common, WrongAddress),
        new("UnsupportedParameter", ErrorId.ServiceError, CodeProof.NotExecuted, "A parameter is not known to the operation.", Client, WrongAddress),
        new("InvalidProtocol.NeedSsl", ErrorId.ServiceError, CodeProof.NotExecuted, "The gateway takes https only.", "ons-api facts 2.2",
            "Give -Endpoint or ONSDLQ_ENDPOINT an https address."),
        new("InvalidRegion*", ErrorId.RegionNotFound, CodeProof.None, "The region is not known.", "ons-api facts 2.2"),
        new("InvalidRegion.NotFound", ErrorId.RegionNotFound, CodeProof.NotExecuted, "The region is not known.", "ons-api facts 2.2"),
        new("InvalidInstanceId.NotFound", ErrorId.InstanceNotFound, CodeProof.NotExecuted, "There is no such instance.", Common),
        new("InvalidGroupId.NotFound", ErrorId.GroupNotFound, CodeProof.NotExecuted, "There is no such consumer group.", Common),
        new("Forbidden.InstanceNotFound", ErrorId.InstanceNotFound, CodeProof.NotExecuted, "There is no such instance.", Client),

        // Keys and signature
        new("InvalidAccessKeyId*", ErrorId.AccessKeyNotFound, CodeProof.None, "The access key ID is not known.", Common),
        new("InvalidAccessKeyId.Inactive", ErrorId.AccessKeyInactive, CodeProof.NotExecuted, "The access key is disabled.", Common),
        new("Forbidden.AccessKeyDisabled", ErrorId.AccessKeyInactive, CodeProof.NotExecuted, "The access key is disabled.", "ons-api facts 2.2"),
        new("InvalidAccessKeySecret", ErrorId.SignatureRejected, CodeProof.None, "The secret is not that of the access key ID.",
            "aliyun-openapi-java-sdk, core"),
        new("SignatureDoesNotMatch*", ErrorId.SignatureRejected, CodeProof.None, "The signature is not what the gateway computes.", Common),
        new("SignatureDoesNotMatch", ErrorId.SignatureRejected, CodeProof.NotExecuted, "The signature is not what the gateway computes.", Common),
        new(
            "IncompleteSignature", ErrorId.SignatureRejected, CodeProof.NotExecuted, "The signature is not whole, or not of the form that the gateway wants.",
            Client),
        new("InvalidSignature*", ErrorId.SignatureRejected, CodeProof.None, "The signature is not of the form that the gateway wants.", Common),
        new("InvalidSignatureNonce*", ErrorId.InvalidParameter, CodeProof.None, "The nonce is not of the form that the gateway wants.", Common),
        new("InvalidSecurityToken*", ErrorId.TokenRejected, CodeProof.None, "The security token is expired, malformed or of another key.", "ons-api facts 2.2"),
        new("SignatureNonceUsed", ErrorId.NonceReplayed, CodeProof.Never, "The gateway has seen this request before, and may have passed it on.", Common),
        new("SignatureNonce*", ErrorId.NonceReplayed, CodeProof.Never, "The gateway has seen this request before, and may have passed it on.",
            "SignatureNonce.Duplicate, short message service (error codes)"),

        // Clock
        new("InvalidTimeStamp*", ErrorId.ClockSkew, CodeProof.None, "The time of signing is more than 15 min off the gateway's.", Common),
        new("InvalidTimestamp*", ErrorId.ClockSkew, CodeProof.None, "The time of signing is more than 15 min off the gateway's.", Common),
        new("IllegalTimestamp", ErrorId.ClockSkew, CodeProof.NotExecuted, "The time of signing is missing or too far from the gateway's.", Client),

        // Permission
        new("Forbidden*", ErrorId.PermissionDenied, CodeProof.None, "The caller may not do this.", Common),
        new("Forbidden", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The caller may not do this.", Dns),
        new("Forbidden.RAM", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The RAM user or role lacks a permission.", Client),
        new("Forbidden.NotSupportRAM", ErrorId.PermissionDenied, CodeProof.NotExecuted, "RAM users may not call this.", Client, OwnAccount),
        new("Forbedden.NotSupportRAM", ErrorId.PermissionDenied, CodeProof.NotExecuted, "RAM users may not call this.", Client + ", spelled so", OwnAccount),
        new("Forbidden.RiskControl", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The account is held by risk control.", Client, OwnAccount),
        new("Forbidden.UserVerification", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The account has not been verified.", Dns, OwnAccount),
        new(
            "ActionUnauthorized", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The operation is not open to the caller.", Client,
            ServiceCode.GrantPermission),
        new("UnauthorizedOperation", ErrorId.PermissionDenied, CodeProof.None, "The caller may not do this.", Client, ServiceCode.GrantPermission),
        new("NoPermission*", ErrorId.PermissionDenied, CodeProof.None, "The RAM user or role lacks a permission.", "ons-api facts 2.2"),
        new("NoPermission", ErrorId.PermissionDenied, CodeProof.NotExecuted, "The RAM user or role lacks a permission.", "ons-api facts 2.2"),
    ];

    /// <summary>Whether the gateway's own table has a row for exactly this code.</summary>
    public static bool Has(string code) => All.Any(row => row.Name == code);
}
