namespace OnsDlq.Transport;

/// <summary>The codes of the gateway that stands before every product: it looks at address, signature, clock, permission and quota before it calls one.</summary>
internal static class GatewayCodes
{
    /// <summary>The code beside status 503 that says "later".</summary>
    public const string ServiceUnavailable = "ServiceUnavailable";

    private const string Common = "developer.aliyun.com/ask/278265";
    private const string Client = "help.aliyun.com/document_detail/51132.html (client error codes)";
    private const string Dns = "help.aliyun.com/document_detail/30137.htm";
    private const string Core = "darabonba-openapi, csharp/core/Client.cs (2026-07)";
    private const string Terraform = "terraform-provider-alicloud";

    private const string WrongAddress =
        "Check -Endpoint, -RegionId and -Vpc: what was called is the gateway of Alibaba Cloud, but not with this operation. It may belong to another product, or to a region without the service.";

    private const string OfRam =
        "Have {permission} granted to the RAM user or role for this instance and group, and check that both belong to the account.";

    private const string OwnAccount = "Let the owner of the Alibaba Cloud account see to it: the account itself may not call this for the moment.";

    /// <summary>The rows.</summary>
    public static IReadOnlyList<ServiceCode> All { get; } =
    [
        // Quota. A gateway's refusal comes in place of the call.
        new("Throttling*", ServiceFault.Throttled, CodeProof.NotExecuted, "Too many calls.", Common),
        new("System.Throttling*", ServiceFault.Throttled, CodeProof.NotExecuted, "Too many calls of all callers together.", Core),
        new("FlowControl*", ServiceFault.Throttled, CodeProof.NotExecuted, "Too many calls.", Terraform),
        new("TooManyRequests*", ServiceFault.Throttled, CodeProof.NotExecuted, "Too many calls.", Core),
        new(ServiceUnavailable, ServiceFault.ServiceError, CodeProof.None, "The service cannot answer for the moment.", Dns,
            "Try again in some minutes: the service said that it is unavailable for the moment."),
        new("InternalError", ServiceFault.ServiceError, CodeProof.Never, "The service failed while it worked on the call.", Dns),
        new("UnknownError", ServiceFault.ServiceError, CodeProof.Never, "The service failed while it worked on the call.", "ons-api facts 2.2"),

        // Address
        new("InvalidProduct.NotFound", ServiceFault.ServiceError, CodeProof.NotExecuted, "The gateway does not know the product.", Common, WrongAddress),
        new("InvalidAction.NotFound", ServiceFault.ServiceError, CodeProof.NotExecuted, "The gateway does not know the operation.",
            "aliyun-cli, openapi/commando_test.go", WrongAddress),
        new("InvalidApi.NotFound", ServiceFault.ServiceError, CodeProof.NotExecuted, "The gateway does not know the operation.", Common, WrongAddress),
        new("InvalidAction", ServiceFault.ServiceError, CodeProof.NotExecuted, "The gateway does not know the operation.", Client, WrongAddress),
        new("InvalidVersion", ServiceFault.ServiceError, CodeProof.NotExecuted, "The gateway does not know this version of the API.", Common, WrongAddress),
        new("InvalidVersion.NotFound", ServiceFault.ServiceError, CodeProof.NotExecuted, "The gateway does not know this version of the API.", Common, WrongAddress),
        new("NoSuchVersion", ServiceFault.ServiceError, CodeProof.NotExecuted, "The gateway does not know this version of the API.", Dns, WrongAddress),
        new("UnsupportedOperation", ServiceFault.ServiceError, CodeProof.NotExecuted, "The operation is not offered here.", Dns, WrongAddress),
        new("UnsupportedHTTPMethod", ServiceFault.ServiceError, CodeProof.NotExecuted, "The HTTP method is not taken.", Common, WrongAddress),
        new("UnsupportedParameter", ServiceFault.ServiceError, CodeProof.NotExecuted, "A parameter is not known to the operation.", Client, WrongAddress),
        new("InvalidProtocol.NeedSsl", ServiceFault.ServiceError, CodeProof.NotExecuted, "The gateway takes https only.", "ons-api facts 2.2",
            "Give -Endpoint or ONSDLQ_ENDPOINT an https address."),
        new("InvalidRegion*", ServiceFault.RegionNotFound, CodeProof.None, "The region is not known.", "ons-api facts 2.2"),
        new("InvalidRegion.NotFound", ServiceFault.RegionNotFound, CodeProof.NotExecuted, "The region is not known.", "ons-api facts 2.2"),
        new("InvalidInstanceId.NotFound", ServiceFault.InstanceNotFound, CodeProof.NotExecuted, "There is no such instance.", Common),
        new("InvalidGroupId.NotFound", ServiceFault.GroupNotFound, CodeProof.NotExecuted, "There is no such consumer group.", Common),
        new("Forbidden.InstanceNotFound", ServiceFault.InstanceNotFound, CodeProof.NotExecuted, "There is no such instance.", Client),

        // Keys and signature
        new("InvalidAccessKeyId*", ServiceFault.AccessKeyNotFound, CodeProof.None, "The access key ID is not known.", Common),
        new("InvalidAccessKeyId.Inactive", ServiceFault.AccessKeyInactive, CodeProof.NotExecuted, "The access key is disabled.", Common),
        new("Forbidden.AccessKeyDisabled", ServiceFault.AccessKeyInactive, CodeProof.NotExecuted, "The access key is disabled.", "ons-api facts 2.2"),
        new("InvalidAccessKeySecret", ServiceFault.SignatureRejected, CodeProof.None, "The secret is not that of the access key ID.",
            "aliyun-openapi-java-sdk, core"),
        new("SignatureDoesNotMatch*", ServiceFault.SignatureRejected, CodeProof.None, "The signature is not what the gateway computes.", Common),
        new("SignatureDoesNotMatch", ServiceFault.SignatureRejected, CodeProof.NotExecuted, "The signature is not what the gateway computes.", Common),
        new("IncompleteSignature", ServiceFault.SignatureRejected, CodeProof.NotExecuted, "The signature is not whole, or not of the form that the gateway wants.", Client),
        new("InvalidSignature*", ServiceFault.SignatureRejected, CodeProof.None, "The signature is not of the form that the gateway wants.", Common),
        new("InvalidSignatureNonce*", ServiceFault.InvalidParameter, CodeProof.None, "The nonce is not of the form that the gateway wants.", Common),
        new("InvalidSecurityToken*", ServiceFault.TokenRejected, CodeProof.None, "The security token is expired, malformed or of another key.", "ons-api facts 2.2"),
        new("SignatureNonceUsed", ServiceFault.NonceReplayed, CodeProof.Never, "The gateway has seen this request before, and may have let it in.", Common),
        new("SignatureNonce*", ServiceFault.NonceReplayed, CodeProof.Never, "The gateway has seen this request before, and may have let it in.",
            "SignatureNonce.Duplicate, short message service (error codes)"),

        // Clock
        new("InvalidTimeStamp*", ServiceFault.ClockSkew, CodeProof.None, "The time of signing is more than 15 min off the gateway's.", Common),
        new("InvalidTimestamp*", ServiceFault.ClockSkew, CodeProof.None, "The time of signing is more than 15 min off the gateway's.", Common),
        new("IllegalTimestamp", ServiceFault.ClockSkew, CodeProof.NotExecuted, "The time of signing is missing or too far off the gateway's.", Client),

        // Permission
        new("Forbidden*", ServiceFault.PermissionDenied, CodeProof.None, "The caller may not do this.", Common),
        new("Forbidden", ServiceFault.PermissionDenied, CodeProof.NotExecuted, "The caller may not do this.", Dns),
        new("Forbidden.RAM", ServiceFault.PermissionDenied, CodeProof.NotExecuted, "The RAM user or role lacks a permission.", Client),
        new("Forbidden.NotSupportRAM", ServiceFault.PermissionDenied, CodeProof.NotExecuted, "RAM users may not call this.", Client, OwnAccount),
        new("Forbedden.NotSupportRAM", ServiceFault.PermissionDenied, CodeProof.NotExecuted, "RAM users may not call this.", Client + ", spelled so", OwnAccount),
        new("Forbidden.RiskControl", ServiceFault.PermissionDenied, CodeProof.NotExecuted, "The account is held by risk control.", Client, OwnAccount),
        new("Forbidden.UserVerification", ServiceFault.PermissionDenied, CodeProof.NotExecuted, "The account has not been verified.", Dns, OwnAccount),
        new("ActionUnauthorized", ServiceFault.PermissionDenied, CodeProof.NotExecuted, "The operation is not open to the caller.", Client, OfRam),
        new("UnauthorizedOperation", ServiceFault.PermissionDenied, CodeProof.None, "The caller may not do this.", Client, OfRam),
        new("NoPermission*", ServiceFault.PermissionDenied, CodeProof.None, "The RAM user or role lacks a permission.", "ons-api facts 2.2"),
        new("NoPermission", ServiceFault.PermissionDenied, CodeProof.NotExecuted, "The RAM user or role lacks a permission.", "ons-api facts 2.2"),
    ];

    /// <summary>Whether a row of the gateway's own says all of a code.</summary>
    public static bool Has(string code) => All.Any(row => row.Name == code);

    /// <summary>The kind of trouble of the narrowest family that a code belongs to; null where there is none.</summary>
    public static ServiceFault? FamilyOf(string code) => All
        .Where(row => row.Prefix is { } prefix && code.StartsWith(prefix, StringComparison.Ordinal))
        .OrderByDescending(row => row.Name.Length).FirstOrDefault()?.Fault;
}
