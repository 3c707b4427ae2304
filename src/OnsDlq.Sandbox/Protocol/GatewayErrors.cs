namespace OnsDlq.Sandbox.Protocol;

/// <summary>
/// The errors of the service's gateway, with its own texts (help.aliyun.com "公共错误码", developer.aliyun.com/ask/278265). Where the documents
/// disagree on the status, a captured real answer decides.
/// </summary>
internal static class GatewayErrors
{
    public static OperationError Missing(string parameter) =>
        new(400, "Missing" + parameter, parameter + " is mandatory for this action.");

    public static OperationError UnknownAction() =>
        new(404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");

    public static OperationError WrongVersion() => new(400, "InvalidVersion", "Specified parameter Version is not valid.");

    public static OperationError WrongMethod() => new(400, "UnsupportedHTTPMethod", "This http method is not supported.");

    public static OperationError WrongFormat() => new(400, "InvalidParameter.Format", "The specified parameter Format is not valid.");

    public static OperationError IncompleteSignature(string why) =>
        new(400, "IncompleteSignature", "The request signature does not conform to Aliyun standards. " + why);

    public static OperationError WrongSignatureMethod() =>
        new(400, "InvalidSignatureMethod", "Specified signature method is not valid.");

    public static OperationError WrongSignatureVersion() =>
        new(400, "InvalidSignatureVersion", "Specified signature version is not valid.");

    public static OperationError MalformedTime() =>
        new(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");

    public static OperationError ExpiredTime() =>
        new(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");

    public static OperationError UnknownKey() => new(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");

    public static OperationError InactiveKey() => new(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");

    public static OperationError MissingToken() =>
        new(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");

    public static OperationError MalformedToken() =>
        new(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");

    public static OperationError ForeignToken() =>
        new(400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch with the AccessKey.");

    public static OperationError ExpiredToken() =>
        new(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");

    /// <summary>The service echoes its own string to sign, with access key ID, parameters and security token.</summary>
    public static OperationError SignatureMismatch(string words) => new(400, "SignatureDoesNotMatch", words);

    public static OperationError NonceUsed() => new(400, "SignatureNonceUsed", "Specified signature nonce was used already.");

    public static OperationError Throttled(int? retryAfterMs) =>
        new(400, "Throttling.User", "Request was denied due to user flow control.") { RetryAfterMs = retryAfterMs };

    public static OperationError Internal() =>
        new(500, "InternalError", "The request processing has failed due to some unknown error.");

    public static OperationError Unavailable() =>
        new(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.");
}
