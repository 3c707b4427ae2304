using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OnsDlq.Resend;

/// <summary>
/// ULIDs (github.com/ulid/spec): IDs of 26 characters that sort by the ms in which they were made and have 80 random bits. They are easy to read
/// aloud, and have no letters that look like digits.
/// </summary>
internal sealed class TimeOrderedIds(TimeProvider time)
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;
    private const int BitsPerDigit = 5;

    /// <summary>A new unique ID; it sorts after those of an earlier ms.</summary>
    public string Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        var random = BinaryPrimitives.ReadUInt128BigEndian(bytes) & (((UInt128)1 << 80) - 1);
        var value = ((UInt128)(ulong)time.GetUtcNow().ToUnixTimeMilliseconds() << 80) | random;
        return string.Create(Length, value, static (text, rest) =>
        {
            for (var i = Length - 1; i >= 0; i--, rest >>= BitsPerDigit) text[i] = Digits[(int)(rest & 31)];
        });
    }
}
