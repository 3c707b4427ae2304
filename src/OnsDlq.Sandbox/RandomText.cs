using System.Security.Cryptography;

namespace OnsDlq.Sandbox;

/// <summary>Generates IDs and secrets with a given random number generator.</summary>
internal sealed class RandomText(RandomNumberGenerator randomness)
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    /// <summary>Letters and digits, without those that look alike.</summary>
    public string Letters(int length)
    {
        var bytes = new byte[length];
        randomness.GetBytes(bytes);
        return string.Create(length, bytes, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = Alphabet[bytes[i] % Alphabet.Length];
        });
    }

    /// <summary>A request ID in the form of the service: a GUID in upper case.</summary>
    public string RequestId()
    {
        Span<byte> bytes = stackalloc byte[16];
        randomness.GetBytes(bytes);
        return new Guid(bytes).ToString("D").ToUpperInvariant();
    }
}
