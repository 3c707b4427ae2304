using System.Collections.Frozen;

namespace OnsDlq.Resend;

/// <summary>The error codes that a service gives only before it executes a call: proof that nothing was resent.</summary>
/// <remarks>
/// Codes and meanings are those of the ons-api facts 2.1 and 2.2; whatever is not named here proves nothing. Left out on purpose:
/// <list type="bullet">
/// <item><c>SignatureNonceUsed</c>: a copy of the same request reached the gateway before, and that one may have been executed.</item>
/// <item><c>ONS_*</c> (ONS_SYSTEM_ERROR, ONS_INVOKE_ERROR, ONS_SYSTEM_FLOW_CONTROL, ONS_SERVICE_UNSUPPORTED) and <c>ADMIN_*</c>: raised by
/// the backend, at a point nobody documents.</item>
/// <item><c>InternalError</c>, <c>UnknownError</c>, <c>ServiceUnavailable</c>: say nothing about how far the call got.</item>
/// <item><c>BIZ_CONSUMER_NOT_ONLINE</c>: is about delivering, which a resend does, and may be noticed after the message was put back.</item>
/// <item><c>BIZ_TOPIC_NOT_FOUND</c>, <c>BIZ_PUBLISH_INFO_NOT_FOUND</c>, <c>BIZ_PRODUCER_ID_BELONG_TO_OTHER_USER</c>: the call names neither
/// topic nor producer, so such a complaint comes from the middle of the work.</item>
/// <item><c>*_EXISTED</c>, <c>EMPOWER_EXIST_ERROR</c>: no answer a resend could earn.</item>
/// </list>
/// </remarks>
internal static class RefusalCodes
{
    private const string Throttling = "Throttling";

    /// <summary>The common parameters of the gateway and those of OnsDLQMessageResendById: what Missing… and Invalid… may complain of.</summary>
    private static readonly string[] Parameters =
    [
        "Action", "Version", "Format", "AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion",
        "TimeStamp", "Timestamp", "SecurityToken", "RegionId", "Parameter", "GroupId", "MsgId", "InstanceId",
    ];

    private static readonly string[] ParameterFaults =
    [
        "", ".NotFound", ".Inactive", ".Malformed", ".Format", ".Accept", ".Expired", ".MismatchWithAccessKey", ".ValueNotSupported",
    ];

    private static readonly string[] Fixed =
    [
        // Addressing
        "InvalidProduct.NotFound", "InvalidApi.NotFound", "InvalidRegion.NotFound", "InvalidProtocol.NeedSsl", "UnsupportedHTTPMethod",
        "BIZ_REGION_NOT_FOUND",
        // Authentication
        "SignatureDoesNotMatch", "IncompleteSignature", "Forbidden.AccessKeyDisabled",
        "AUTH_CAL_SIGNATURE_ERROR", "AUTH_SIGNATURE_CHECK_ERROR", "AUTH_CSRF_CHECK_ERROR", "AUTH_LOGIN_CHECK_ERROR",
        // Permission
        "Forbidden", "Forbidden.RAM", "NoPermission", "EMPOWER_OWNER_CHECK_ERROR", "BIZ_CONSUMER_ID_BELONG_TO_OTHER_USER",
        "AUTH_ONS_CHANNEL_INVALID", "AUTH_PERMISSION_CHECK_ERROR", "AUTH_REQUEST_NOT_ALLOWED", "AUTH_RESOURCE_EMPOWER_CHECK_ERROR",
        "AUTH_RESOURCE_OWNER_ERROR", "AUTH_SERVICE_CHECK_ERROR", "AUTH_SYSTEM_PERMISSION_CHECK_ERROR",
        // Parameters and what they name
        "BIZ_FIELD_CHECK_INVALID", "INSTANCE_NOT_FOUND", "BIZ_SUBSCRIPTION_NOT_FOUND", "BIZ_NO_MESSAGE",
    ];

    private static readonly FrozenSet<string> Known = Fixed
        .Concat(Parameters.Select(parameter => "Missing" + parameter))
        .Concat(Parameters.SelectMany(_ => ParameterFaults, (parameter, fault) => "Invalid" + parameter + fault))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a 4xx answer with this code proves that the call was not executed.</summary>
    public static bool Contains(string? code) =>
        code is not null && (Known.Contains(code) || code.StartsWith(Throttling, StringComparison.Ordinal));
}
