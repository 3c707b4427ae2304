using System.Text;
using OnsDlq.Archive;
using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Core.Tests.Archive;

/// <summary>An archive in a folder of its own, and what the tests do with it.</summary>
public abstract class ArchiveScene : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-archive-");

    private protected string Path => System.IO.Path.Combine(_folder.FullName, "a.jsonl");

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static DeadLetter Letter(int number, string? body = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body ?? $"body {number}");
        return Bare(number, BodyChecksum.Of(bytes)).WithBody(bytes);
    }

    private protected static DeadLetter Bare(int number, int crc = 7) => new($"M{number}", "GID_a", "MQ_INST_1", "cn-hangzhou", 1_790_000_000_000 + number)
    {
        Topic = "orders",
        Tag = "paid",
        Key = ["K1", "K2"],
        BodyCrc = crc,
        StoreSize = 123,
        ReconsumeTimes = 16,
        BornHost = "10.0.0.1:5",
        BornTime = DateTimeOffset.FromUnixTimeMilliseconds(1_789_000_000_000),
        Properties = new Dictionary<string, string> { ["TAGS"] = "paid", ["KEYS"] = "K1 K2", ["tenant"] = "阿里 \"x\" \\ \t" },
    };

    private protected ArchiveWriter Open(TimeProvider? time = null) => ArchiveWriter.Open(Path, time ?? TimeProvider.System, Cancellation);

    /// <summary>Saves dead letters, each with its body, and closes the archive.</summary>
    private protected void Save(params IEnumerable<DeadLetter> letters)
    {
        using var archive = Open();
        foreach (var letter in letters) archive.Add(new BodyResult(letter, letter.RawBody is null ? BodyTrouble.Gone : BodyTrouble.None));
        archive.Checkpoint(isFinished: true);
    }

    private protected List<ArchiveLine> Read()
    {
        using var file = ArchiveFile.OpenForReading(Path);
        return [.. new ArchiveReader(file, Path).ReadEntries(Cancellation)];
    }

    private protected string[] Ids() => [.. Read().Select(line => line.Entry?.Message.MsgId ?? $"line {line.Number}: {line.Damage}")];

    private protected string? Unfinished()
    {
        using var file = ArchiveFile.OpenForReading(Path);
        var reader = new ArchiveReader(file, Path);
        foreach (var _ in reader.Read(Cancellation)) continue;
        return reader.Unfinished;
    }

    private protected void AssertRefused(ErrorId id, Action use)
    {
        var refused = Assert.Throws<ArchiveException>(use);
        Assert.Equal((id, Path), (refused.Id, refused.Path));
    }
}
