using System.Security.Cryptography;

namespace OnsDlq.Signing;

/// <summary>Nonces of 128 bits from the system's cryptographic random number generator, as 32 lower-case hex digits.</summary>
internal sealed class RandomNonceSource : INonceSource
{
    /// <inheritdoc/>
    public string Next() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant();
}
