using System.Diagnostics;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>What several processes do to one journal, and what remains when one is killed.</summary>
public sealed class SqliteProcessTests : OwnFolder
{
    [Fact]
    public async Task Of_two_processes_that_claim_the_same_messages_one_gets_each()
    {
        // Both also create the journal: it does not exist at first.
        var children = await Task.WhenAll(new[] { "one", "two" }.Select(name => ChildProcess.StartAsync(ClaimingChild.Some, Folder.File(), name, Stop)));
        await Task.WhenAll(children.Select(child => child.BeginAsync()));
        var claimed = (await Task.WhenAll(children.Select(child => child.ReadAllAsync(Stop)))).SelectMany(lines => lines).ToArray();
        foreach (var child in children) child.Dispose();

        Assert.Equal(300, claimed.Length);
        Assert.Equal(300, claimed.Select(line => line.Split('-')[1]).Distinct().Count());
        await using var journal = await OpenAsync();
        var histories = await journal.ReadAsync([.. Enumerable.Range(0, 300).Select(number => Sample.Key(number))], Stop);
        Assert.All(histories, history => Assert.Contains("claimed " + Assert.Single(history.Attempts).AttemptId, claimed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(400)]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it(int lines)
    {
        List<string> told = [];
        using (var child = await ChildProcess.StartAsync(ClaimingChild.Endless, Folder.File(), "one", Stop))
        {
            await child.BeginAsync();
            while (told.Count < lines) told.Add((await child.ReadAsync(Stop))!);
            child.Kill();
            told.AddRange(await child.ReadAllAsync(Stop));
        }

        // The last line may be incomplete.
        var whole = told.Select(line => line.Split(' ')).Where(words => words is ["claimed" or "settled", ['o', 'n', 'e', '-', ..]]).ToArray();
        Assert.InRange(whole.Length, told.Count - 1, told.Count);
        await using var journal = await OpenAsync();
        var kept = new Dictionary<string, Attempt>();
        await foreach (var record in journal.QueryAsync(new(), Stop)) kept.Add(record.Attempt.AttemptId, record.Attempt);
        foreach (var words in whole.SkipLast(1))
        {
            Assert.True(kept.ContainsKey(words[1]), $"'{string.Join(' ', words)}' was acknowledged and is lost.");
            if (words[0] == "settled") Assert.NotNull(kept[words[1]].Outcome);
        }

        Assert.Equal("ok", Check());
    }

    [Fact]
    public async Task A_second_journal_on_the_file_does_not_drop_the_locks_of_the_first()
    {
        // On Unix, closing a file releases every lock that the process has on it, and SQLite would not notice.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists locks.");
        await using var first = await OpenAsync();
        var held = await LocksAsync();

        await (await OpenAsync()).DisposeAsync();

        Assert.NotEmpty(held);
        Assert.Equal(held, await LocksAsync());
    }

    /// <summary>
    /// On Unix, reading the file releases the locks of its own process. Another process that then closes the journal believes to be the last
    /// one, and deletes the write-ahead log while the first still uses it. SQLite prevents this from 3.51.0 on.
    /// </summary>
    [Fact]
    public async Task A_copy_made_of_an_open_journal_by_its_own_process_loses_nothing_that_is_claimed_later()
    {
        await using (var journal = await OpenAsync())
        {
            await journal.BeginRunAsync(Sample.Run, Stop);
            File.Copy(Folder.File(), Folder.File("copy.db"));
            using (var child = await ChildProcess.StartAsync(ClaimingChild.Some, Folder.File(), "one", Stop))
            {
                await child.BeginAsync();
                Assert.Equal(300, (await child.ReadAllAsync(Stop)).Count);
            }

            Assert.True(await journal.ClaimAsync(new(Sample.Key(1000), 0, Sample.Attempt("a1")), Stop));
        }

        await using var again = await OpenAsync();
        Assert.Single((await again.ReadAsync([Sample.Key(1000)], Stop))[0].Attempts);
        Assert.Equal("ok", Check());
    }

    /// <summary>The locks of this process on the journal (proc_locks(5): the holder, the file's inode, the range).</summary>
    private async Task<string[]> LocksAsync()
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", Folder.File()]) { RedirectStandardOutput = true })!;
        var inode = (await stat.StandardOutput.ReadToEndAsync(Stop)).Trim();

        // The list is read in pieces, while other tests lock and unlock: an entry that is in it twice in succession is really there.
        for (string[]? before = null; ;)
        {
            string[] now = [.. (await File.ReadAllLinesAsync("/proc/locks", Stop))
                .Where(line => line.Contains($" {Environment.ProcessId} ", StringComparison.Ordinal) && line.Contains($":{inode} ", StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(':') + 1)..])];
            if (before?.SequenceEqual(now) == true) return now;
            before = now;
        }
    }

    private string? Check()
    {
        using var connection = Folder.Connect();
        return connection.Scalar("PRAGMA integrity_check") as string;
    }
}
