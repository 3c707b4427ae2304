using System.Globalization;
using System.Text;
using OnsDlq.Archive;
using OnsDlq.Errors;

namespace OnsDlq.Core.Tests.Archive;

public sealed class DamagedArchiveTests : ArchiveScene
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    public void A_torn_last_line_is_dropped_and_no_other(int kept)
    {
        Save(Letter(1), Letter(2));
        var lines = File.ReadAllText(Path).Split('\n');
        File.WriteAllText(Path, $"{lines[0]}\n{lines[1]}\n{lines[2][..kept]}");
        Assert.Equal(2, Read().Count);

        using (var archive = Open())
        {
            Assert.True(archive.HasDropped);
            Assert.Equal((1, 0), (archive.Count, archive.Damaged));
        }

        Save(Letter(2), Letter(3));
        Assert.Equal(["M1", "M2", "M3"], Ids());
    }

    [Fact]
    public void Whatever_length_a_crash_leaves_is_continued()
    {
        Save(Letter(1), Bare(2));
        Save(Letter(2), Letter(3));
        var bytes = File.ReadAllBytes(Path);
        for (var length = 0; length < bytes.Length; length += bytes[length] == '\n' ? 1 : 11)
        {
            File.WriteAllBytes(Path, bytes[..length]);
            Save(Letter(1), Letter(2), Letter(3));
            Assert.Equal(["M1", "M2", "M3"], Ids().Order());
            Assert.Null(Unfinished());
        }
    }

    [Fact]
    public void A_last_line_that_only_lacks_its_end_is_kept()
    {
        Save(Letter(1));
        File.WriteAllText(Path, File.ReadAllText(Path).TrimEnd('\n'));

        Save(Letter(2));

        Assert.Equal(["M1", "M2"], Ids());
    }

    [Fact]
    public void A_tail_of_zeros_is_dropped()
    {
        Save(Letter(1));
        using (var file = File.OpenWrite(Path)) file.SetLength(file.Length + 5000);

        Assert.Equal(["M1", "line 4: it does not have its checksum, so it was changed or was not written completely"], Ids());
        Save(Letter(2));
        Assert.Equal(["M1", "M2"], Ids());
    }

    [Fact]
    public void A_changed_line_is_reported_with_its_number_kept_and_saved_again()
    {
        Save(Letter(1), Letter(2), Letter(3));
        File.WriteAllText(Path, File.ReadAllText(Path).Replace("\"M2\"", "\"M9\"", StringComparison.Ordinal));

        Assert.Equal(["M1", "line 3: it does not have its checksum, so it was changed or was not written completely", "M3"], Ids());
        using (var archive = Open()) Assert.Equal((2, 1), (archive.Count, archive.Damaged));
        Save(Letter(1), Letter(2), Letter(3));
        Assert.Equal(["M1", "M3", "M2"], Ids().Where(one => one[0] == 'M'));
        Assert.Contains("\"M9\"", File.ReadAllText(Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_were_removed_or_added_are_noticed_at_the_checkpoint()
    {
        Save(Letter(1), Letter(2));
        var lines = File.ReadAllLines(Path);
        File.WriteAllLines(Path, [lines[0], lines[2], lines[3]]);
        Assert.Equal(["M2", "line 3: lines above it are missing: 1"], Ids());
        File.WriteAllLines(Path, [lines[0], lines[1], lines[1], lines[2], lines[3]]);
        Assert.Equal("line 5: lines above it were not written there: 1", Ids()[^1]);
    }

    [Theory]
    [InlineData("""{"entry":{"MsgId":"M1","MsgId":"M2","GroupId":"G","RegionId":"r","StoreTimestamp":1},"archivedAt":"2026-11-28T00:00:00Z" """, "a member occurs twice")]
    [InlineData("""{"entry":[1],"archivedAt":"2026-11-28T00:00:00Z" """, "it does not name a dead letter completely")]
    [InlineData("""{"entry":{"MsgId":"M1","GroupId":"G","StoreTimestamp":1},"archivedAt":"2026-11-28T00:00:00Z" """, "it does not name a dead letter completely")]
    [InlineData("""{"entry":{"MsgId":"M1","GroupId":"G","RegionId":"r","StoreTimestamp":1},"archivedAt":"soon" """, "it does not name a dead letter completely")]
    [InlineData("""{"entry":{"MsgId":"M1","GroupId":"G","RegionId":"r","StoreTimestamp":1,"Body":"%%%"},"archivedAt":"2026-11-28T00:00:00Z" """, "its body is not Base64")]
    [InlineData("""{"entry":{"MsgId":"M1","GroupId":"G","RegionId":"r","StoreTimestamp":1,"Body":7},"archivedAt":"2026-11-28T00:00:00Z" """, "its body is not Base64")]
    [InlineData("""{"checkpoint":{"entries":-1,"withoutBody":0,"at":"2026-11-28T00:00:00Z","finished":true} """, "it is not a complete checkpoint")]
    [InlineData("""{"entry":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{}}}}}}}} """, "it is not JSON")]
    [InlineData("""{"entry":nix """, "it is not JSON")]
    public void A_line_with_a_right_checksum_and_impossible_content_is_reported(string content, string damage)
    {
        Save();
        File.AppendAllText(Path, content + ArchiveFormat.Seal(Encoding.UTF8.GetBytes(content)));
        File.AppendAllText(Path, Entry("M5", "1"));

        Assert.Equal([$"line 3: {damage}", "M5"], Ids());
    }

    [Fact]
    public void Text_from_the_file_cannot_disturb_a_terminal_and_impossible_numbers_are_left_out()
    {
        Save();
        File.AppendAllText(Path, Entry("M\\u001b[31m1", "1", "\"BornTimestamp\":99999999999999999999,\"StoreSize\":1e99,\"BodyCRC\":{}"));

        var message = Assert.Single(Read()).Entry!.Message;
        Assert.Equal("M␛[31m1", message.MsgId);
        Assert.Equal((null, null, null), (message.BornTime, message.StoreSize, message.BodyCrc));
    }

    [Fact]
    public void A_kind_of_line_that_is_not_known_is_passed_over()
    {
        Save(Letter(1));
        File.AppendAllText(Path, "{\"note\":1" + ArchiveFormat.Seal("{\"note\":1"u8));

        Assert.Equal(["M1"], Ids());
    }

    [Fact]
    public void A_line_without_end_is_reported_without_being_kept_in_memory()
    {
        Save(Letter(1));
        using (var file = new FileStream(Path, FileMode.Append))
        {
            var chunk = Encoding.ASCII.GetBytes(new string('x', 1024 * 1024));
            for (var i = 0; i < 40; i++) file.Write(chunk);
            file.Write(Encoding.UTF8.GetBytes("\n" + Entry("M2", "1")));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(["M1", "line 4: it is longer than a dead letter can be", "M2"], Ids());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4L * ArchiveFormat.LongestLine * 2);
    }

    [Theory]
    [InlineData("root:x:0:0\n")]
    [InlineData("{\"onsDlqArchive\":1}\n")]
    [InlineData("\n")]
    [InlineData("\0")]
    [InlineData("{\"MsgId\":\"M1\"}")]
    public void A_foreign_file_is_refused_and_stays_as_it_is(string content)
    {
        File.WriteAllText(Path, content);

        AssertRefused(ErrorId.InvalidArchive, () => Read());
        AssertRefused(ErrorId.InvalidArchive, () => Open());
        Assert.Equal(content, File.ReadAllText(Path));
    }

    [Fact]
    public void A_newer_format_is_refused_and_stays_as_it_is()
    {
        const string Header = "{\"onsDlqArchive\":2";
        var content = Header + ArchiveFormat.Seal(Encoding.UTF8.GetBytes(Header));
        File.WriteAllText(Path, content);

        AssertRefused(ErrorId.ArchiveNewerFormat, () => Read());
        AssertRefused(ErrorId.ArchiveNewerFormat, () => Open());
        Assert.Equal(content, File.ReadAllText(Path));
    }

    [Fact]
    public void A_folder_a_pipe_and_a_missing_folder_are_refused()
    {
        AssertRefused(ErrorId.ArchiveNotFound, () => Read());
        Directory.CreateDirectory(Path);
        AssertRefused(ErrorId.InvalidArchive, () => Open());
        AssertRefused(ErrorId.InvalidArchive, () => Read());
        Assert.Equal(ErrorId.ArchiveUnwritable, Assert.Throws<ArchiveException>(
            () => ArchiveWriter.Open(System.IO.Path.Combine(Path, "none", "a.jsonl"), TimeProvider.System, Cancellation)).Id);
        if (OperatingSystem.IsWindows()) return;
        Directory.Delete(Path);
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path]);
        made.WaitForExit();
        AssertRefused(ErrorId.InvalidArchive, () => Open());
        AssertRefused(ErrorId.InvalidArchive, () => Read());
    }

    private static string Entry(string msgId, string storeTimestamp, string more = "\"Topic\":\"t\"")
    {
        var content = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"entry\":{{\"MsgId\":\"{msgId}\",\"GroupId\":\"G\",\"RegionId\":\"r\",\"StoreTimestamp\":{storeTimestamp},{more}}},\"archivedAt\":\"2026-11-28T00:00:00Z\"");
        return content + ArchiveFormat.Seal(Encoding.UTF8.GetBytes(content));
    }
}
