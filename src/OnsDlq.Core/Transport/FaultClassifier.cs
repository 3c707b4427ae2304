namespace OnsDlq.Transport;

/// <summary>
/// Tells what kind of trouble an error code stands for (ons-api facts 2.1 and 2.2). The HTTP status has no say: 400 means both "slow
/// down" and "never".
/// </summary>
internal static class FaultClassifier
{
    private static readonly Dictionary<string, ServiceFault> Codes = new(StringComparer.Ordinal)
    {
        ["InvalidAccessKeyId.Inactive"] = ServiceFault.AccessKeyInactive,
        ["Forbidden.AccessKeyDisabled"] = ServiceFault.AccessKeyInactive,
        ["IncompleteSignature"] = ServiceFault.SignatureRejected,
        ["InvalidSignatureMethod"] = ServiceFault.SignatureRejected,
        ["AUTH_SIGNATURE_CHECK_ERROR"] = ServiceFault.SignatureRejected,
        ["AUTH_CAL_SIGNATURE_ERROR"] = ServiceFault.SignatureRejected,
        ["MissingSecurityToken"] = ServiceFault.TokenRejected,
        ["SignatureNonceUsed"] = ServiceFault.NonceReplayed,
        ["EMPOWER_OWNER_CHECK_ERROR"] = ServiceFault.PermissionDenied,
        ["BIZ_PRODUCER_ID_BELONG_TO_OTHER_USER"] = ServiceFault.PermissionDenied,
        ["BIZ_CONSUMER_ID_BELONG_TO_OTHER_USER"] = ServiceFault.PermissionDenied,
        ["BIZ_REGION_NOT_FOUND"] = ServiceFault.RegionNotFound,
        ["ONS_SERVICE_UNSUPPORTED"] = ServiceFault.RegionNotFound,
        ["INSTANCE_NOT_FOUND"] = ServiceFault.InstanceNotFound,
        ["BIZ_SUBSCRIPTION_NOT_FOUND"] = ServiceFault.GroupNotFound,
        ["BIZ_PUBLISH_INFO_NOT_FOUND"] = ServiceFault.GroupNotFound,
        ["BIZ_NO_MESSAGE"] = ServiceFault.MessageNotFound,
        ["BIZ_FIELD_CHECK_INVALID"] = ServiceFault.InvalidParameter,

        // Of the Invalid family by name only: they say that what was called is not this service.
        ["InvalidProduct.NotFound"] = ServiceFault.ServiceError,
        ["InvalidApi.NotFound"] = ServiceFault.ServiceError,
        ["InvalidProtocol.NeedSsl"] = ServiceFault.ServiceError,
    };

    // The first that fits rules, so the narrow come before the wide.
    private static readonly (string Prefix, ServiceFault Fault)[] Families =
    [
        ("Throttling", ServiceFault.Throttled),
        ("InvalidAccessKeyId", ServiceFault.AccessKeyNotFound),
        ("SignatureDoesNotMatch", ServiceFault.SignatureRejected),
        ("InvalidSecurityToken", ServiceFault.TokenRejected),
        ("InvalidTimeStamp", ServiceFault.ClockSkew),
        ("InvalidRegion", ServiceFault.RegionNotFound),
        ("Forbidden", ServiceFault.PermissionDenied),
        ("NoPermission", ServiceFault.PermissionDenied),
        ("AUTH_", ServiceFault.PermissionDenied),
        ("Missing", ServiceFault.InvalidParameter),
        ("Invalid", ServiceFault.InvalidParameter),
    ];

    /// <summary>The kind of trouble a code stands for; <see cref="ServiceFault.ServiceError"/> for any that is not known.</summary>
    public static ServiceFault Of(string code)
    {
        if (Codes.TryGetValue(code, out var fault)) return fault;
        foreach (var (prefix, family) in Families)
            if (code.StartsWith(prefix, StringComparison.Ordinal)) return family;
        return ServiceFault.ServiceError;
    }
}
