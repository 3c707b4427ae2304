using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>What a signed call says about itself, in whichever manner it is signed.</summary>
/// <param name="AccessKeyId">The key it says it is signed with.</param>
/// <param name="SecurityToken">The token sent along, or null.</param>
/// <param name="Timestamp">When it says it was signed, as sent.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Signature">The signature sent.</param>
/// <param name="StringToSign">What must have been signed, as this side computes it.</param>
/// <param name="Mismatch">What the gateway says where the signature is another.</param>
/// <param name="Sign">Signs the string with a secret.</param>
internal sealed record SignatureClaim(
    string AccessKeyId, string? SecurityToken, string Timestamp, string Nonce, string Signature, string StringToSign, string Mismatch,
    Func<string, string> Sign)
{
    /// <summary>Whether the signature was made with this secret.</summary>
    public bool IsMadeWith(string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(secret)), Encoding.UTF8.GetBytes(Signature));
}
