using OnsDlq.Sandbox.Identity;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Authenticates a call by its signature, or refuses it.</summary>
internal sealed class Authenticator(KeyRing keys, NonceStore nonces, TimeProvider clock)
{
    /// <summary>Checks completeness, clock, key, token, signature and nonce, in this order, and gives the key.</summary>
    /// <exception cref="OperationError">One of them is wrong.</exception>
    public StoredKey Authenticate(ApiRequest request)
    {
        var claim = request.IsV3 ? V3Signature.Read(request) : V1Signature.Read(request);
        var now = clock.GetUtcNow();
        SigningTime.Check(claim.Timestamp, now);
        var key = keys.Find(claim.AccessKeyId) ?? throw GatewayErrors.UnknownKey();
        if (!key.Active) throw GatewayErrors.InactiveKey();
        CheckToken(key, claim.SecurityToken, now);
        if (!claim.IsMadeWith(key.Secret)) throw GatewayErrors.SignatureMismatch(claim.Mismatch);

        // Last, so that a forged call cannot use up the nonce of a genuine one.
        if (!nonces.TryUse(key.AccessKeyId, claim.Nonce)) throw GatewayErrors.NonceUsed();
        return key;
    }

    private void CheckToken(StoredKey key, string? token, DateTimeOffset now)
    {
        if (token is null)
        {
            if (key.SecurityToken is not null) throw GatewayErrors.MissingToken();
            return;
        }

        if (!keys.KnowsToken(token)) throw GatewayErrors.MalformedToken();
        if (token != key.SecurityToken) throw GatewayErrors.ForeignToken();
        if (key.Expires <= now) throw GatewayErrors.ExpiredToken();
    }
}
