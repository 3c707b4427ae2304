using System.Globalization;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Operations;

/// <summary>Reads the parameters of a call as the gateway checks them before the product sees them. An empty one counts as missing.</summary>
internal static class CallParameters
{
    public static string? Optional(this OperationCall call, string name) =>
        call.Parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>A required parameter.</summary>
    /// <exception cref="OperationError">It is missing.</exception>
    public static string Required(this OperationCall call, string name) =>
        call.Optional(name) ?? throw new OperationError(400, "Missing" + name, $"{name} is mandatory for this action.");

    /// <summary>An optional integer.</summary>
    /// <exception cref="OperationError">It is not an integer.</exception>
    public static long? OptionalNumber(this OperationCall call, string name) =>
        call.Optional(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new OperationError(400, "Invalid" + name, $"{name} has to be a whole number.");

    /// <summary>An optional truth value; false where it is missing.</summary>
    /// <exception cref="OperationError">It is neither true nor false.</exception>
    public static bool OptionalFlag(this OperationCall call, string name) =>
        call.Optional(name) is not { } text ? false
        : bool.TryParse(text, out var flag) ? flag
        : throw new OperationError(400, "Invalid" + name, $"{name} has to be true or false.");

    /// <summary>A required integer.</summary>
    /// <exception cref="OperationError">It is missing or not an integer.</exception>
    public static long RequiredNumber(this OperationCall call, string name)
    {
        _ = call.Required(name);
        return call.OptionalNumber(name)!.Value;
    }
}
