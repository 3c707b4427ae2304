using OnsDlq.Sandbox.Identity;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>All operations of the sandbox.</summary>
internal sealed class OperationTable(IEnumerable<IOperation> operations)
{
    private readonly Dictionary<string, IOperation> _operations =
        operations.ToDictionary(operation => operation.Action, StringComparer.Ordinal);

    /// <summary>Finds the operation of a call, by its parameters (V1) or its headers (V3; also sent with V1).</summary>
    /// <exception cref="OperationError">The call names no operation, or none of this version, or its HTTP method is not accepted.</exception>
    public IOperation Find(ApiRequest request)
    {
        if (request.Method is not ("GET" or "POST")) throw GatewayErrors.WrongMethod();
        var action = Name(request, "Action", "x-acs-action");
        var version = Name(request, "Version", "x-acs-version");
        if (!_operations.TryGetValue(action, out var operation)) throw GatewayErrors.UnknownAction();
        if (operation.Version != version) throw GatewayErrors.WrongVersion();
        return operation.Methods.Contains(request.Method) ? operation : throw GatewayErrors.WrongMethod();
    }

    /// <summary>The product of a call, by its version, as named in an error.</summary>
    public static string ProductOf(ApiRequest request) => ProductOf(NameOrNull(request, "Version", "x-acs-version"));

    /// <summary>The product of an API version.</summary>
    public static string ProductOf(string? version) => version == StsVersion.Value ? "Sts" : "Ons";

    private static string? NameOrNull(ApiRequest request, string parameter, string header) =>
        request.IsV3 ? request.Header(header) : request.Parameter(parameter) ?? request.Header(header);

    private static string Name(ApiRequest request, string parameter, string header) =>
        NameOrNull(request, parameter, header) ?? throw GatewayErrors.Missing(parameter);
}
