using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Archive;

/// <summary>Formats the lines of an archive. Not thread-safe: its buffer is used for every line.</summary>
internal sealed class ArchiveLineWriter : IDisposable
{
    // Text of any language stays readable; the file is not HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;

    public ArchiveLineWriter() => _json = new Utf8JsonWriter(_buffer, Options);

    /// <summary>The first line, valid until the next one is formatted.</summary>
    public ReadOnlyMemory<byte> Header(DateTimeOffset now) => Line(() =>
    {
        _json.WriteNumber(ArchiveFormat.Header, ArchiveFormat.Version);
        _json.WriteString("createdAt", Text(now));
    });

    /// <summary>The line of a dead letter, valid until the next one is formatted.</summary>
    public ReadOnlyMemory<byte> Entry(ArchivedEntry entry, DateTimeOffset now) => Line(() =>
    {
        _json.WriteStartObject(entry.IsAgain ? ArchiveFormat.Again : ArchiveFormat.Entry);
        Write(entry.Message);
        _json.WriteEndObject();
        if (entry.Trouble != BodyTrouble.None) _json.WriteString(ArchiveFormat.BodyMissing, entry.Trouble.ToString());
        _json.WriteString(ArchiveFormat.ArchivedAt, Text(now));
    });

    /// <summary>The line of a checkpoint, valid until the next one is formatted.</summary>
    public ReadOnlyMemory<byte> Checkpoint(ArchiveCheckpoint checkpoint) => Line(() =>
    {
        _json.WriteStartObject(ArchiveFormat.Checkpoint);
        _json.WriteNumber("entries", checkpoint.Entries);
        _json.WriteNumber("withoutBody", checkpoint.WithoutBody);
        _json.WriteString("at", Text(checkpoint.At));
        _json.WriteBoolean("finished", checkpoint.IsFinished);
        _json.WriteEndObject();
    });

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private ReadOnlyMemory<byte> Line(Action write)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        write();
        _json.Flush();
        var seal = ArchiveFormat.Seal(_buffer.WrittenSpan);
        _buffer.Advance(Encoding.ASCII.GetBytes(seal, _buffer.GetSpan(seal.Length)));
        return _buffer.WrittenMemory;
    }

    private void Write(DeadLetter message)
    {
        _json.WriteString("RegionId", message.RegionId);
        Write("Realm", message.Realm);
        _json.WriteString("GroupId", message.GroupId);
        Write("InstanceId", message.InstanceId);
        _json.WriteString("MsgId", message.MsgId);
        _json.WriteNumber("StoreTimestamp", message.StoreTimestamp);
        Write("Topic", message.Topic);
        Write("BornTimestamp", message.BornTime?.ToUnixTimeMilliseconds());
        Write("ReconsumeTimes", message.ReconsumeTimes);
        Write("BornHost", message.BornHost);
        Write("StoreHost", message.StoreHost);
        Write("StoreSize", message.StoreSize);
        Write("BodyCRC", message.BodyCrc);
        _json.WriteStartArray("PropertyList");
        foreach (var (name, value) in message.Properties) WriteProperty(name, value);
        // A row of a CSV file may have them without the properties that they come from.
        if (message.Tag is { } tag && !message.Properties.ContainsKey("TAGS")) WriteProperty("TAGS", tag);
        if (message.Key.Count > 0 && !message.Properties.ContainsKey("KEYS")) WriteProperty("KEYS", message.Key.ToString());
        _json.WriteEndArray();
        if (message.RawBody is { } body) _json.WriteBase64String("Body", body);
    }

    private void WriteProperty(string name, string value)
    {
        _json.WriteStartObject();
        _json.WriteString("Name", name);
        _json.WriteString("Value", value);
        _json.WriteEndObject();
    }

    private void Write(string name, string? value)
    {
        if (value is not null) _json.WriteString(name, value);
    }

    private void Write(string name, long? value)
    {
        if (value is { } number) _json.WriteNumber(name, number);
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
