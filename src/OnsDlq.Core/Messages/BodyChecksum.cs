namespace OnsDlq.Messages;

/// <summary>The service's checksum of a body: the CRC-32 of zlib, of the raw bytes, without the sign bit (ons-api facts 1.2).</summary>
internal static class BodyChecksum
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    public static int Of(ReadOnlySpan<byte> body)
    {
        var crc = uint.MaxValue;
        foreach (var value in body) crc = (crc >> 8) ^ Table[(byte)(crc ^ value)];
        return (int)(~crc & int.MaxValue);
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) == 0 ? 0 : Polynomial);
        return value;
    }
}
