using OnsDlq.Sandbox.Identity;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Every operation the sandbox has.</summary>
internal sealed class OperationTable(IEnumerable<IOperation> operations)
{
    private readonly Dictionary<string, IOperation> _operations =
        operations.ToDictionary(operation => operation.Action, StringComparer.Ordinal);

    /// <summary>The operation a call is for, from its parameters (V1) or its headers (V3; sent with V1 as well).</summary>
    /// <exception cref="OperationError">The call names none, or none of this version, or with a method the operation does not take.</exception>
    public IOperation Find(ApiRequest request)
    {
        if (request.Method is not ("GET" or "POST")) throw GatewayErrors.WrongMethod();
        var action = Name(request, "Action", "x-acs-action");
        var version = Name(request, "Version", "x-acs-version");
        if (!_operations.TryGetValue(action, out var operation)) throw GatewayErrors.UnknownAction();
        if (operation.Version != version) throw GatewayErrors.WrongVersion();
        return operation.Methods.Contains(request.Method) ? operation : throw GatewayErrors.WrongMethod();
    }

    /// <summary>The product that a call is for, by its version, as an error names it.</summary>
    public static string ProductOf(ApiRequest request) => ProductOf(NameOrNull(request, "Version", "x-acs-version"));

    /// <summary>The product that a version belongs to.</summary>
    public static string ProductOf(string? version) => version == StsVersion.Value ? "Sts" : "Ons";

    private static string? NameOrNull(ApiRequest request, string parameter, string header) =>
        request.IsV3 ? request.Header(header) : request.Parameter(parameter) ?? request.Header(header);

    private static string Name(ApiRequest request, string parameter, string header) =>
        NameOrNull(request, parameter, header) ?? throw GatewayErrors.Missing(parameter);
}
