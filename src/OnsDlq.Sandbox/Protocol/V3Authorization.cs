namespace OnsDlq.Sandbox.Protocol;

/// <summary>The parts of a V3 Authorization header.</summary>
/// <param name="AccessKeyId">The access key ID.</param>
/// <param name="SignedHeaders">The lower-case names of the signed headers.</param>
/// <param name="Signature">Lower-case hex.</param>
internal sealed record V3Authorization(string AccessKeyId, IReadOnlyList<string> SignedHeaders, string Signature)
{
    private const string Scheme = "ACS3-HMAC-SHA256 ";

    /// <summary>Reads <c>ACS3-HMAC-SHA256 Credential=…,SignedHeaders=a;b,Signature=…</c>.</summary>
    /// <exception cref="OperationError">It has another form.</exception>
    public static V3Authorization Parse(string header)
    {
        if (header.Length == 0) throw GatewayErrors.IncompleteSignature("The header Authorization is missing.");
        if (!header.StartsWith(Scheme, StringComparison.Ordinal)) throw GatewayErrors.WrongSignatureMethod();
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[Scheme.Length..].Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) parts.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim());
        }

        string Needed(string name) => parts.GetValueOrDefault(name) is { Length: > 0 } value
            ? value
            : throw GatewayErrors.IncompleteSignature("Authorization lacks " + name + ".");

        return new V3Authorization(Needed("Credential"), Needed("SignedHeaders").Split(';'), Needed("Signature"));
    }
}
