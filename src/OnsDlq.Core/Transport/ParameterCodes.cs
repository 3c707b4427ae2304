using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>
/// The codes by which the gateway complains of parameters: <c>Missing…</c> and <c>Invalid…</c> with the name of one, and what is wrong with
/// it behind a dot.
/// </summary>
internal static class ParameterCodes
{
    private const string Source = "developer.aliyun.com/ask/278265; help.aliyun.com/document_detail/30137.htm";

    // The common parameters of the gateway and those of OnsDLQMessageResendById: a resend can be refused for no other.
    private static readonly string[] Names =
    [
        "Action", "Version", "Format", "AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce", "SignatureVersion",
        "TimeStamp", "Timestamp", "SecurityToken", "RegionId", "Parameter", "GroupId", "MsgId", "InstanceId",
    ];

    private static readonly string[] Faults =
    [
        "", ".NotFound", ".Inactive", ".Malformed", ".Format", ".Accept", ".Expired", ".MismatchWithAccessKey", ".ValueNotSupported",
    ];

    /// <summary>The rows: each parameter's own, and the two families, which prove nothing.</summary>
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
