namespace OnsDlq.Sandbox.Protocol;

/// <summary>A call as it was received, parsed but not authenticated.</summary>
internal sealed class ApiRequest
{
    private IReadOnlyDictionary<string, string>? _parameters;

    /// <summary>The HTTP method, in upper case.</summary>
    public required string Method { get; init; }

    /// <summary>The parameters of the query string, decoded, in the order sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>The parameters of a form body, decoded, in the order sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form { get; init; } = [];

    /// <summary>The headers by lower-case name; several values of one name are sorted and joined as in the signature.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>Query and form together; the first of two with one name counts.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _parameters ??= Merge();

    /// <summary>The parameter's value, or null where it is missing or empty.</summary>
    public string? Parameter(string name) => Parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The header's value, or null where it is missing or empty.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Whether the call is signed with V3. SDKs also send x-acs-action and x-acs-version with V1, so those prove nothing.</summary>
    public bool IsV3 => Header("authorization") is { } value
        ? value.StartsWith("ACS3-", StringComparison.Ordinal)
        : Parameter("Signature") is null && Header("x-acs-signature-nonce") is not null;

    private Dictionary<string, string> Merge()
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Query) merged.TryAdd(name, value);
        foreach (var (name, value) in Form) merged.TryAdd(name, value);
        return merged;
    }
}
