using System.Globalization;
using System.Text;
using OnsDlq.Messages;

namespace OnsDlq.Archive;

/// <summary>
/// The form of an archive: JSON Lines in UTF-8. The first line names format and version; then there is a line for each dead letter, and after
/// some of them a checkpoint. Every line ends with a checksum of itself, so a damaged line is recognized, and damages no other.
/// </summary>
/// <remarks>
/// The members of an entry have the service's names (ons-api facts 1.2). A dead letter whose body could only be read later has a second line,
/// "again", in place of the first.
/// </remarks>
internal static class ArchiveFormat
{
    public const int Version = 1;

    /// <summary>The most bytes of a line. A message has at most 4 MiB, as Base64 a third more.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>More bytes than a header line has.</summary>
    public const int LongestHeader = 256;

    public const string Header = "onsDlqArchive", Entry = "entry", Again = "again", Checkpoint = "checkpoint";

    public const string Crc = "crc", ArchivedAt = "archivedAt", BodyMissing = "bodyMissing";

    // Of the last member and its braces: ,"crc":"01234567"}
    private const int SealLength = 18;

    /// <summary>The beginning of a header line, by which an archive is recognized even if its first line is torn.</summary>
    public static ReadOnlySpan<byte> HeaderStart => "{\"onsDlqArchive\":"u8;

    /// <summary>The beginning of a line that takes the place of an earlier one.</summary>
    public static ReadOnlySpan<byte> AgainStart => "{\"again\":"u8;

    /// <summary>Gives the end of a line: its checksum, a closing brace and a line feed.</summary>
    /// <param name="content">The line's JSON object without its closing brace.</param>
    public static string Seal(ReadOnlySpan<byte> content) => string.Create(CultureInfo.InvariantCulture, $",\"{Crc}\":\"{BodyChecksum.Of(content):x8}\"}}\n");

    /// <summary>Whether a line, without its line feed, has the checksum that it states.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> line)
    {
        if (line.Length <= SealLength) return false;
        Span<byte> seal = stackalloc byte[SealLength + 1];
        return Encoding.ASCII.GetBytes(Seal(line[..^SealLength]), seal) == seal.Length && line[^SealLength..].SequenceEqual(seal[..^1]);
    }
}
