using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>The signature of a call with its data, for V1 and V3.</summary>
/// <param name="AccessKeyId">The key that the call names.</param>
/// <param name="SecurityToken">The security token in the call, or null.</param>
/// <param name="Timestamp">The time of signing, as sent.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Signature">The signature sent.</param>
/// <param name="StringToSign">The string to sign, as the sandbox computes it.</param>
/// <param name="Mismatch">The gateway's message where the signature differs.</param>
/// <param name="Sign">Signs the string with a secret.</param>
internal sealed record SignatureClaim(
    string AccessKeyId, string? SecurityToken, string Timestamp, string Nonce, string Signature, string StringToSign, string Mismatch,
    Func<string, string> Sign)
{
    /// <summary>Whether the signature was made with this secret.</summary>
    public bool IsMadeWith(string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(secret)), Encoding.UTF8.GetBytes(Signature));
}
