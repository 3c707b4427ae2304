using Microsoft.Extensions.Time.Testing;
using OnsDlq.Archive;
using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Core.Tests.Archive;

public sealed class ArchiveTests : ArchiveScene
{
    [Fact]
    public void What_was_saved_is_read_with_every_property()
    {
        Save(Letter(1), Letter(2, "ü\0\u001b"));

        var read = Read().Select(line => line.Entry!.Message).ToArray();

        var (one, saved) = (read[0], Letter(1));
        Assert.Equal((saved.MsgId, saved.GroupId, saved.InstanceId, saved.RegionId), (one.MsgId, one.GroupId, one.InstanceId, one.RegionId));
        Assert.Equal((saved.StoreTimestamp, saved.BornTime), (one.StoreTimestamp, one.BornTime));
        Assert.Equal((saved.StoreSize, saved.ReconsumeTimes), (one.StoreSize, one.ReconsumeTimes));
        Assert.Equal((saved.Topic, saved.Tag, saved.BornHost, saved.BodyCrc), (one.Topic, one.Tag, one.BornHost, one.BodyCrc));
        Assert.Equal(saved.Key, one.Key);
        Assert.Equal(saved.Properties, one.Properties);
        Assert.Equal(("body 1", true), (one.BodyText, one.BodyVerified));
        Assert.NotNull(one.ArchivedAt);
        Assert.Null(one.ListedAt);
        Assert.Equal(Letter(2, "ü\0\u001b").RawBody, read[1].RawBody);
        Assert.True(read[1].BodyVerified);
    }

    [Fact]
    public void What_is_there_is_not_added_again_but_a_later_entry_of_the_message_is()
    {
        Save(Letter(1), Letter(2));
        var again = new DeadLetter("M1", "GID_a", "MQ_INST_1", "cn-hangzhou", 1_790_000_099_000).WithBody([1]);

        using (var archive = Open())
        {
            Assert.True(archive.Has(Letter(1)));
            Assert.False(archive.Has(again));
            Assert.Equal(2, archive.Count);
        }

        Save(Letter(1), again, Letter(2), Letter(3), Letter(3));

        Assert.Equal(["M1", "M2", "M1", "M3"], Ids());
        Assert.Null(Unfinished());
    }

    [Fact]
    public void A_body_that_could_not_be_had_is_asked_for_again_and_then_takes_the_place_of_its_lack()
    {
        Save(Bare(1), Letter(2));
        Assert.Equal((BodyTrouble.Gone, null), (Read()[0].Entry!.Trouble, Read()[0].Entry!.Message.Body));

        using (var archive = Open())
        {
            Assert.False(archive.Has(Bare(1)));
            Assert.True(archive.Has(Letter(2)));
            archive.Add(new BodyResult(Bare(1), BodyTrouble.CallFailed)); // still none: nothing is written
        }

        Assert.Equal(["M1", "M2"], Ids());
        Save(Letter(1));

        var read = Read();
        Assert.Equal(["M2", "M1"], read.Select(line => line.Entry!.Message.MsgId));
        Assert.Equal("body 1", read[1].Entry!.Message.BodyText);
        using var third = Open();
        Assert.True(third.Has(Bare(1)));
        Assert.Equal(2, third.Count);
    }

    [Fact]
    public void A_body_with_another_checksum_is_kept_as_such_and_asked_for_again()
    {
        using (var archive = Open()) archive.Add(new BodyResult(Bare(1).WithBody([1, 2]), BodyTrouble.ChecksumDiffers));

        var read = Assert.Single(Read()).Entry!;
        Assert.Equal((BodyTrouble.ChecksumDiffers, false), (read.Trouble, read.Message.BodyVerified));
        Assert.Equal([1, 2], read.Message.RawBody!);
        using var again = Open();
        Assert.False(again.Has(Bare(1)));
    }

    [Fact]
    public void A_new_archive_can_be_read_by_its_owner_only()
    {
        if (OperatingSystem.IsWindows()) return;
        Save(Letter(1));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void A_second_writer_and_a_reader_are_refused_until_the_first_has_ended()
    {
        using (Open())
        {
            AssertRefused(ErrorId.ArchiveLocked, () => Open());
            AssertRefused(ErrorId.ArchiveLocked, () => Read());
        }

        Save(Letter(1));
        Assert.Equal(["M1"], Ids());
        using var reader = ArchiveFile.OpenForReading(Path);
        AssertRefused(ErrorId.ArchiveLocked, () => Open());
        Assert.Equal(["M1"], Ids());
    }

    [Fact]
    public void Checkpoints_say_up_to_where_it_is_complete()
    {
        using (var archive = Open())
        {
            archive.Add(new BodyResult(Letter(1), BodyTrouble.None));
            archive.Add(new BodyResult(Bare(2), BodyTrouble.Gone));
            archive.Checkpoint(isFinished: false);
            archive.Add(new BodyResult(Letter(2), BodyTrouble.None));
        }

        Assert.NotNull(Unfinished());
        using (var file = ArchiveFile.OpenForReading(Path))
        {
            var checkpoints = new ArchiveReader(file, Path).Read(Cancellation).Where(line => line.Checkpoint is not null).Select(line => line.Checkpoint!);
            Assert.Equal([(2L, 1L, false), (3L, 0L, false)], checkpoints.Select(one => (one.Entries, one.WithoutBody, one.IsFinished)));
        }

        Save();
        Assert.Null(Unfinished());
        var length = new FileInfo(Path).Length;
        Save(Letter(1));
        Assert.Equal(length, new FileInfo(Path).Length);
    }

    [Fact]
    public void A_checkpoint_is_due_after_many_lines_or_some_seconds()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        using (var archive = Open(time))
        {
            for (var i = 1; i < ArchiveWriter.CheckpointLines; i++) archive.Add(new BodyResult(Letter(i), BodyTrouble.None));
            archive.Flush();
            archive.Add(new BodyResult(Letter(ArchiveWriter.CheckpointLines), BodyTrouble.None));
            archive.Flush();
            archive.Add(new BodyResult(Bare(9000), BodyTrouble.Gone));
            archive.Flush();
            time.Advance(ArchiveWriter.CheckpointAge);
            archive.Flush();
            archive.Flush();
        }

        using var file = ArchiveFile.OpenForReading(Path);
        var checkpoints = new ArchiveReader(file, Path).Read(Cancellation).Where(line => line.Checkpoint is not null);
        Assert.Equal([ArchiveWriter.CheckpointLines, ArchiveWriter.CheckpointLines + 1L], checkpoints.Select(line => line.Checkpoint!.Entries));
    }
}
