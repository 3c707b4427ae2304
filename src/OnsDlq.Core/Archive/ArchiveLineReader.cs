using System.Globalization;
using System.Text.Json;
using OnsDlq.Listing;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Archive;

/// <summary>Reads the lines of an archive. Others may have changed the file, so nothing in it is trusted.</summary>
internal sealed class ArchiveLineReader
{
    // Of equal texts, such as topics and addresses, one is kept. In a file from anywhere all may differ.
    private const int MostTexts = 10_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>Reads the version of the format from the first line; null where that is not the first line of an archive.</summary>
    public static long? Version(ReadOnlyMemory<byte> line)
    {
        if (!line.Span.StartsWith(ArchiveFormat.HeaderStart) || !ArchiveFormat.IsIntact(line.Span)) return null;
        try
        {
            using var json = JsonDocument.Parse(line, Options);
            return json.RootElement.Integer(ArchiveFormat.Header);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a line after the first.</summary>
    public ArchiveLine Read(ReadOnlyMemory<byte> line)
    {
        if (!ArchiveFormat.IsIntact(line.Span)) return Damaged("it does not have its checksum, so it was changed or was not written completely");
        try
        {
            using var json = JsonDocument.Parse(line, Options);
            var root = json.RootElement;
            if (root.RepeatsName()) return Damaged("a member occurs twice");
            if (root.Member(ArchiveFormat.Checkpoint) is { } checkpoint) return Checkpoint(checkpoint);
            var again = root.Member(ArchiveFormat.Again);
            return (again ?? root.Member(ArchiveFormat.Entry)) is { } entry ? Entry(root, entry, again is not null) : new ArchiveLine();
        }
        catch (JsonException)
        {
            return Damaged("it is not JSON");
        }
    }

    private static ArchiveLine Damaged(string why) => new(Damage: why);

    private static ArchiveLine Checkpoint(JsonElement checkpoint) =>
        checkpoint.Integer("entries") is >= 0 and var entries && checkpoint.Integer("withoutBody") is >= 0 and var withoutBody
        && checkpoint.Truth("finished") is { } isFinished && Time(checkpoint, "at") is { } at
            ? new ArchiveLine(Checkpoint: new ArchiveCheckpoint(entries, withoutBody, at, isFinished))
            : Damaged("it is not a complete checkpoint");

    private ArchiveLine Entry(JsonElement root, JsonElement entry, bool isAgain)
    {
        if (_texts.Count > MostTexts) _texts.Clear();
        if (entry.Name("GroupId") is not { Length: > 0 } groupId || entry.Name("RegionId") is not { } regionId
            || Time(root, ArchiveFormat.ArchivedAt) is not { } archivedAt || entry.Integer("StoreTimestamp") is null
            || DeadLetterEntry.Read(entry, groupId, null, regionId, entry.Name("Realm"), texts: _texts) is not { } message)
        {
            return Damaged("it does not name a dead letter completely");
        }

        var trouble = BodyTrouble.None;
        if (root.Text(ArchiveFormat.BodyMissing) is { } reason && !(Enum.TryParse(reason, out trouble) && Enum.IsDefined(trouble)))
            trouble = BodyTrouble.CallFailed; // a reason that a later version knows
        if (entry.Member("Body") is { } body)
        {
            if (body.ValueKind != JsonValueKind.String || !body.TryGetBytesFromBase64(out var bytes)) return Damaged("its body is not Base64");
            message = message.WithBody(bytes);
        }

        return new ArchiveLine(new ArchivedEntry(message.AsArchived(archivedAt), trouble, isAgain));
    }

    private static DateTimeOffset? Time(JsonElement parent, string name) =>
        DateTimeOffset.TryParse(parent.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && time.Year is > 1 and < 9999
            ? time
            : null;
}
