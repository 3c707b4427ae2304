using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>
/// The gateway's codes for bad parameters: <c>Missing…</c> and <c>Invalid…</c> with the parameter's name, and what is wrong with it after a dot.
/// </summary>
internal static class ParameterCodes
{
    private const string Source = "developer.aliyun.com/ask/278265; help.aliyun.com/document_detail/30137.htm";

    // The common parameters of the gateway and those of OnsDLQMessageResendById: a resend has no others.
    private static readonly string[] Names =
    [
        "Action", "Version", "Format", "AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion",
        "TimeStamp", "Timestamp", "SecurityToken", "RegionId", "Parameter", "GroupId", "MsgId", "InstanceId",
    ];

    private static readonly string[] Faults =
    [
        "", ".NotFound", ".Inactive", ".Malformed", ".Format", ".Accept", ".Expired", ".MismatchWithAccessKey", ".ValueNotSupported",
    ];

    /// <summary>The rows: those of each parameter, and the two families, which prove nothing.</summary>
    public static IReadOnlyList<ServiceCode> All { get; } =
    [
        .. Names.Select(name => Missing("Missing" + name, name)),
        .. Names.SelectMany(_ => Faults, (name, fault) => Invalid("Invalid" + name + fault, name)).Where(row => !GatewayCodes.Has(row.Name)),
        new("Missing*", ErrorId.InvalidParameter, CodeProof.None, "A parameter is missing.", Source),
        new("Invalid*", ErrorId.InvalidParameter, CodeProof.None, "A parameter has a value that it cannot have.", Source),
    ];

    private static ServiceCode Missing(string code, string name) => new(
        code,
        name == "SecurityToken" ? ErrorId.TokenRejected : ErrorId.InvalidParameter,
        CodeProof.NotExecuted,
        $"The parameter {name} is missing.",
        Source);

    private static ServiceCode Invalid(string code, string name) => new(
        code,
        ServiceCode.FamilyOf(code, GatewayCodes.All)?.Id ?? ErrorId.InvalidParameter,
        CodeProof.NotExecuted,
        $"The parameter {name} has a value that it cannot have.",
        Source);
}
