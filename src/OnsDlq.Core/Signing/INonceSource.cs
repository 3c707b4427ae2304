namespace OnsDlq.Signing;

/// <summary>Gives texts that were never given before: one for each signed request.</summary>
internal interface INonceSource
{
    /// <summary>The next nonce, of unreserved characters only.</summary>
    string Next();
}
