namespace OnsDlq.Signing;

/// <summary>One RPC-style call before it is signed. The path is always <c>/</c>.</summary>
internal sealed record UnsignedRequest
{
    /// <summary>The SHA-256 of an empty body.</summary>
    public const string EmptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The HTTP method, in upper case.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The Host header as it is sent: with the port, unless it is the default port of the scheme.</summary>
    public required string Host { get; init; }

    public required string Action { get; init; }

    /// <summary>The version of the product's API, such as <c>2019-02-14</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The parameters, all in the query string.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Lower-case hex SHA-256 of the body that is sent.</summary>
    public string BodyHash { get; init; } = EmptyBodyHash;

    /// <summary>
    /// More headers to sign, by lower-case name: the service requires <c>content-type</c> where there is one, and every <c>x-acs-*</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> SignedHeaders { get; init; } = new Dictionary<string, string>();
}
