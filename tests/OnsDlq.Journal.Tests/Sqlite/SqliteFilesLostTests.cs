using OnsDlq.Errors;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>What happens to a journal whose files are removed, emptied or overwritten while it is open.</summary>
public sealed class SqliteFilesLostTests : OpenJournal
{
    public static TheoryData<string> Losses =>
    [
        "log deleted", "log moved", "log emptied", "log replaced", "index deleted", "index replaced", "both deleted", "all deleted", "written over",
    ];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Nothing_more_is_written_and_it_is_seen_before_a_request_leaves(string loss)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows leaves an open file where it is.");
        await ClaimAsync("before", 1);
        await Journal.CheckAsync(Stop);
        await LoseAsync(loss);

        var sending = await Assert.ThrowsAsync<JournalException>(() => Journal.CheckAsync(Stop).AsTask());
        var claiming = await Assert.ThrowsAsync<JournalException>(() => ClaimAsync("after", 2));
        var settling = await Assert.ThrowsAsync<JournalException>(
            () => Journal.SettleAsync("before", Sample.Outcome(Messages.ResendStatus.Accepted), null, Stop));

        var fault = loss == "all deleted" ? ErrorId.JournalUnreachable : ErrorId.JournalFilesLost;
        Assert.All([sending, claiming, settling], exception => Assert.Equal((fault, Folder.File()), (exception.Id, exception.Location)));
        var lengths = Lengths();
        await Journal.DisposeAsync();
        Assert.Equal(lengths, Lengths());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_claim_alone_sees_it_too(string loss)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows leaves an open file where it is.");
        await ClaimAsync("before", 1);
        await LoseAsync(loss);

        await Assert.ThrowsAsync<JournalException>(() => ClaimAsync("after", 2));
    }

    /// <summary>Processes see each other's claims through the index: a process that opens the journal after its deletion creates another one.</summary>
    [Fact]
    public async Task Of_two_processes_with_an_index_each_one_claims()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows leaves an open file where it is.");
        await ClaimAsync("before", 1);
        File.Delete(Folder.File("journal.db-shm"));
        using var child = await ChildProcess.StartAsync(ClaimingChild.Some, Folder.File(), "one", Stop);
        await child.BeginAsync();
        Assert.NotNull(await child.ReadAsync(Stop));

        await Assert.ThrowsAsync<JournalException>(() => ClaimAsync("after", 2000));
        Assert.Equal(298, (await child.ReadAllAsync(Stop)).Count);
        await Journal.DisposeAsync();

        await using var again = await OpenAsync();
        var histories = await again.ReadAsync([.. Enumerable.Range(0, 300).Select(number => Sample.Key(number))], Stop);
        Assert.All(histories, history => Assert.Single(history.Attempts));
        Assert.Empty((await again.ReadAsync([Sample.Key(2000)], Stop))[0].Attempts);
    }

    [Fact]
    public async Task Whoever_opens_it_in_the_same_process_while_the_lost_files_are_held_is_refused_and_not_afterwards()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what a process has open.");
        await ClaimAsync("before", 1);
        File.Delete(Folder.File("journal.db-wal"));
        File.Delete(Folder.File("journal.db-shm"));

        await Assert.ThrowsAsync<JournalException>(() => OpenAsync());
        await Journal.DisposeAsync();
        await using var again = await OpenAsync();
        var incomplete = await Assert.ThrowsAsync<JournalException>(() => again.CheckAsync(Stop).AsTask());

        Assert.Equal(ErrorId.JournalIncomplete, incomplete.Id);
    }

    private Task<bool> ClaimAsync(string id, int number) => Journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt(id)), Stop);

    private async Task LoseAsync(string loss)
    {
        var (main, log, index) = (Folder.File(), Folder.File("journal.db-wal"), Folder.File("journal.db-shm"));
        switch (loss)
        {
            case "log deleted": File.Delete(log); break;
            case "log moved": File.Move(log, Folder.File("elsewhere")); break;
            case "log emptied": Empty(log); break;
            case "log replaced": Replace(log); break;
            case "index deleted": File.Delete(index); break;
            case "index replaced": Replace(index); break;
            case "both deleted": File.Delete(log); File.Delete(index); break;
            case "all deleted": File.Delete(main); File.Delete(log); File.Delete(index); break;
            default:
                // Like cp, into the existing file; by another process, because this one would lose its own locks.
                await (await OpenAsync(Folder.File("other.db"))).DisposeAsync();
                Assert.True(await Tool.RunAsync("cp", Folder.File("other.db"), main));
                break;
        }
    }

    private static void Empty(string path)
    {
        using var file = new FileStream(path, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    private static void Replace(string path)
    {
        File.Copy(path, path + ".copy");
        File.Move(path + ".copy", path, overwrite: true);
    }

    private string Lengths() => string.Join(
        ' ', Directory.EnumerateFiles(Folder.Path).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)}:{new FileInfo(file).Length}"));
}
