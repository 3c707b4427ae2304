namespace OnsDlq.Sandbox.Broker;

/// <summary>The service's BodyCRC: CRC-32 (IEEE, as in zlib) of the raw body, without the sign bit.</summary>
internal static class BodyCrc
{
    private static readonly uint[] Table = MakeTable();

    public static int Of(ReadOnlySpan<byte> body)
    {
        var crc = uint.MaxValue;
        foreach (var one in body)
        {
            crc = Table[(byte)(crc ^ one)] ^ (crc >> 8);
        }

        return (int)(~crc & 0x7FFFFFFF);
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
