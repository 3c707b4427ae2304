using OnsDlq.Errors;
using OnsDlq.Files;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Children;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A journal that the members of a group share on one machine. Only where these tests run as the superuser, who can become others.</summary>
public sealed class SqliteSharedTests : OwnFolder
{
    // Users and a group that exist nowhere but in these processes.
    private const int Ann = 64001, Ben = 64002, Stranger = 64003, Team = 64100;

    private string Shared => Folder.File("shared");

    private string Journal => Path.Combine(Shared, "journal.db");

    [Fact]
    public async Task Members_write_one_journal_and_see_the_claims_of_another_user_held_and_abandoned()
    {
        await using var others = await OtherUser.MakeAsync(Folder.Path);
        await MakeFolderAsync("2770");
        using var ann = await StartAsync(others, Ann, MemberChild.Founder);
        using var ben = await StartAsync(others, Ben, MemberChild.Member);

        Assert.Equal("claimed", await ann.AskAsync("claim 1", Stop));
        Assert.Equal("held", await ben.AskAsync("look 1", Stop));
        Assert.Equal("refused", await ben.AskAsync("claim 1", Stop));
        Assert.Equal("claimed", await ben.AskAsync("claim 2", Stop));
        Assert.Equal("held", await ann.AskAsync("look 2", Stop));
        // The umask of both users would keep the group out.
        Assert.All(
            new[] { Journal, Journal + "-wal", Journal + "-shm" },
            file => Assert.Equal((Ann, Team, SharedFiles.Mode), ((int)FileStatus.Of(file)!.Owner, (int)FileStatus.Of(file)!.Group, FileStatus.Of(file)!.Mode)));

        ann.Kill();
        Assert.Equal("abandoned", await ben.AskAsync("look 1", Stop));
        Assert.Equal("settled", await ben.AskAsync("settle 1", Stop));
        Assert.Equal("Unknown", await ben.AskAsync("look 1", Stop));

        // The last one to close makes it one file, also where another user made the log.
        await ben.EndAsync(Stop);
        Assert.Equal([Journal], Directory.GetFiles(Shared));
        using var later = await StartAsync(others, Ann, MemberChild.Member);
        Assert.Equal("abandoned", await later.AskAsync("look 2", Stop));
    }

    [Fact]
    public async Task A_user_who_is_not_in_the_group_is_kept_out()
    {
        await using var others = await OtherUser.MakeAsync(Folder.Path);
        await MakeFolderAsync("2770");
        using var ann = await StartAsync(others, Ann, MemberChild.Founder);

        foreach (var role in new[] { MemberChild.Founder, MemberChild.Member })
        {
            using var stranger = others.StartMember(Stranger, Stranger, role, Journal);
            Assert.StartsWith($"{ErrorId.JournalUnreadable}: ", await stranger.ReadAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_log_that_another_user_made_where_the_folder_does_not_pass_its_group_on_is_named_with_the_command_that_mends_it()
    {
        await using var others = await OtherUser.MakeAsync(Folder.Path);
        await MakeFolderAsync("2770");
        using (var founder = await StartAsync(others, Ann, MemberChild.Founder)) await founder.EndAsync(Stop);
        Assert.True(await Tool.RunAsync("chmod", "g-s", Shared));
        using var ben = await StartAsync(others, Ben, MemberChild.Member);

        using var ann = others.StartMember(Ann, Team, MemberChild.Member, Journal);
        var told = await ann.ReadAsync(Stop);

        Assert.StartsWith($"{ErrorId.JournalNotShared}: ", told, StringComparison.Ordinal);
        await MendAsync(told!);
        using var again = await StartAsync(others, Ann, MemberChild.Founder);
        Assert.Equal("claimed", await ben.AskAsync("claim 3", Stop));
        Assert.Equal("held", await again.AskAsync("look 3", Stop));
    }

    [Theory]
    [InlineData("770", "600", "new files do not get the group of the folder")]
    [InlineData("2750", "600", "its group may not write to the folder")]
    [InlineData("2777", "600", "everybody may write to the folder")]
    [InlineData("3770", "600", "nobody may delete another user's files, such as the log, in the folder")]
    [InlineData("2770", "600", "its group may not write to the file")]
    public async Task What_keeps_a_group_from_sharing_is_an_error_with_the_command_that_mends_it(string folder, string file, string why)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only the superuser can give a folder to any group.");
        await MakeFolderAsync("2770");
        await (await OpenAsync(Journal)).DisposeAsync();
        Assert.True(await Tool.RunAsync("chmod", file, Journal));
        // A number alone does not take the group's bit from a folder.
        Assert.True(await Tool.RunAsync("chmod", "g-s", Shared));
        Assert.True(await Tool.RunAsync("chmod", folder, Shared));

        var exception = await Assert.ThrowsAsync<JournalException>(OpenSharedAsync);

        Assert.Equal((ErrorId.JournalNotShared, Journal), (exception.Id, exception.Location));
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        await MendAsync(exception.Message);
        await OpenSharedAsync();
        Assert.Equal(SharedFiles.Mode, FileStatus.Of(Journal)!.Mode);
    }

    [Fact]
    public async Task A_missing_folder_is_an_error_that_says_how_to_make_it_for_a_group()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only the superuser can give a folder to any group.");

        var exception = await Assert.ThrowsAsync<JournalException>(OpenSharedAsync);

        Assert.Equal(ErrorId.JournalUnreachable, exception.Id);
        Assert.True(await Tool.RunAsync("sh", "-c", exception.Message.Split("for a group: ")[1].Replace("GROUP", $"{Team}", StringComparison.Ordinal)));
        await OpenSharedAsync();
    }

    [Fact]
    public async Task A_journal_of_ones_own_stays_for_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions are tested on Unix.");
        await using var journal = await OpenAsync();

        Assert.All(Directory.GetFiles(Folder.Path), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, FileStatus.Of(file)!.Mode));
    }

    [Fact]
    public async Task A_journal_that_is_open_for_its_owner_alone_is_refused_to_a_group()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions are tested on Unix.");
        var opened = await new SqliteJournalOpener().OpenAsync(Folder.File(), Stop);
        await using var journal = opened.Journal;

        Assert.Equal(ErrorId.JournalNotShared, Assert.Throws<JournalException>(opened.CheckShared!).Id);
    }

    private async Task MakeFolderAsync(string mode)
    {
        Directory.CreateDirectory(Shared);
        Assert.True(await Tool.RunAsync("chgrp", $"{Team}", Shared));
        Assert.True(await Tool.RunAsync("chmod", mode, Shared));
    }

    private async Task OpenSharedAsync() => await (await new SqliteJournalOpener().OpenAsync(Journal, Stop, isShared: true)).Journal.DisposeAsync();

    private async Task<ChildProcess> StartAsync(OtherUser others, int user, string role)
    {
        var child = others.StartMember(user, Team, role, Journal);
        Assert.Equal("ready", await child.ReadAsync(Stop));
        return child;
    }

    private static async Task MendAsync(string message) =>
        Assert.True(await Tool.RunAsync("sh", "-c", message.Split("To mend it: ")[1].Replace("GROUP", $"{Team}", StringComparison.Ordinal)));
}
