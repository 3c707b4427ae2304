namespace OnsDlq.Signing;

/// <summary>A signed call: send exactly this query and these headers, once. ToString shows neither.</summary>
/// <param name="Query">The query string without its question mark, encoded as it was signed.</param>
/// <param name="Headers">
/// The headers with lower-case names, <c>authorization</c> included and <c>host</c> left out: the HTTP stack sends the latter from the address.
/// </param>
internal sealed record SignedRequest(string Query, IReadOnlyDictionary<string, string> Headers)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SignedRequest);
}
