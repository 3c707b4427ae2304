namespace OnsDlq.Signing;

/// <summary>Makes nonces: a unique text for each signed request.</summary>
internal interface INonceSource
{
    /// <summary>The next nonce, of unreserved characters only.</summary>
    string Next();
}
