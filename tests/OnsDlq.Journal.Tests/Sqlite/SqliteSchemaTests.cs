using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Journals of older and newer schemas; the newer steps belong to the tests.</summary>
public sealed class SqliteSchemaTests : OwnFolder
{
    [Fact]
    public async Task An_older_journal_is_brought_up_step_by_step_and_is_not_new()
    {
        const string runOnce = "CREATE TABLE a (x); INSERT INTO a VALUES (1)";
        await using (var old = (await OpenAsync(Later(runOnce))).Journal)
        {
            Assert.Equal(Folder.File(), old.Location);
        }

        var opened = await OpenAsync(Later(runOnce, "ALTER TABLE a ADD COLUMN y DEFAULT 2", "UPDATE a SET x = x + y"));
        await opened.Journal.DisposeAsync();

        Assert.False(opened.IsNew);
        Assert.Equal(3L, Scalar("SELECT x FROM a"));
        Assert.Equal(JournalSchema.Current.Version + 3L, Scalar("PRAGMA user_version"));
    }

    /// <summary>Data in schema 1: three accepted resends and one block.</summary>
    [Fact]
    public async Task A_journal_of_the_first_schema_is_brought_up_with_all_that_it_holds()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Samples", "journal-1.db"), Folder.File());

        var opened = await OpenAsync(JournalSchema.Current);
        await using var journal = opened.Journal;
        var attempts = new List<RecordedAttempt>();
        await foreach (var attempt in journal.QueryAsync(new(), Stop)) attempts.Add(attempt);
        var queue = attempts[0].Key;
        var blocked = new MessageKey(queue.Realm, queue.InstanceId, queue.GroupId, "0A1F070C53CB9F0C747EA2EA00000000");
        var history = Assert.Single(await journal.ReadAsync([blocked], Stop));

        Assert.False(opened.IsNew);
        Assert.Equal(
            ["0A1F070CE220A8397B1DCDAF00000000", "0A1F070C6E789E6AA1B965F400000000", "0A1F070C06C45D188009454F00000000"],
            attempts.Select(attempt => attempt.Key.MsgId).Reverse());
        Assert.All(attempts, attempt => Assert.Equal((ResendStatus.Accepted, false), (attempt.Attempt.Outcome!.Status, attempt.Attempt.IsListed)));
        Assert.Equal("handled by hand", history.Block!.Reason);
    }

    [Theory]
    [InlineData("proxy 'http://ops:Geheim9@127.0.0.1:3128/' failed: '407'", "proxy 'http://127.0.0.1:3128/' failed: '407'")]
    [InlineData("see https://help.example.com/a@b", "see https://help.example.com/a@b")]
    [InlineData("a@b of http://h/", "a@b of http://h/")]
    [InlineData("plain", "plain")]
    public async Task A_password_of_a_proxy_that_the_first_schema_recorded_is_gone_from_the_file(string recorded, string kept)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Samples", "journal-1.db"), Folder.File());
        using (var raw = Folder.Connect())
        {
            using var command = raw.CreateCommand();
            command.CommandText = "UPDATE outcome SET error_message = $message WHERE attempt = 1";
            command.Parameters.AddWithValue("$message", recorded);
            command.ExecuteNonQuery();
        }

        await (await OpenAsync(JournalSchema.Current)).Journal.DisposeAsync();

        Assert.Equal(kept, Scalar("SELECT error_message FROM outcome WHERE attempt = 1"));
        Assert.DoesNotContain("Geheim9", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Folder.File(), Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_of_the_current_schema_is_upgraded_with_what_it_holds()
    {
        await using (var journal = (await OpenAsync(JournalSchema.Current)).Journal)
        {
            await journal.BeginRunAsync(Sample.Run, Stop);
            await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        }

        await using var upgraded = (await OpenAsync(Later("CREATE TABLE later (x)"))).Journal;

        Assert.Single(Assert.Single(await upgraded.ReadAsync([Sample.Key()], Stop)).Attempts);
    }

    /// <summary>A process of the first schema checks for a newer one in each of its transactions, and writes nothing more when it finds one.</summary>
    [Fact]
    public async Task A_process_of_the_first_schema_that_has_it_open_sees_the_upgrade_and_loses_nothing()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Samples", "journal-1.db"), Folder.File());
        using var old = Folder.Connect();
        Assert.Equal(1L, old.Scalar("BEGIN IMMEDIATE; UPDATE message SET block_reason = 'by the old one' WHERE block_reason IS NOT NULL; PRAGMA user_version"));
        old.Run("COMMIT");

        await using (var journal = (await OpenAsync(JournalSchema.Current)).Journal)
        {
            await journal.BeginRunAsync(Sample.Run, Stop);
            Assert.True(await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));
            await journal.CheckAsync(Stop);
            Assert.Equal((long)JournalSchema.Current.Version, old.Scalar("BEGIN IMMEDIATE; PRAGMA user_version"));
            old.Run("ROLLBACK");
        }

        old.Close();
        await using var again = (await OpenAsync(JournalSchema.Current)).Journal;
        await again.CheckAsync(Stop);
        Assert.Single((await again.ReadAsync([Sample.Key()], Stop))[0].Attempts);
        Assert.Equal("by the old one", Scalar("SELECT block_reason FROM message WHERE block_reason IS NOT NULL"));
    }

    /// <summary>Each version's journal with a run, a claim and a block, read as it is, and then brought up.</summary>
    [Theory, MemberData(nameof(OlderVersions))]
    public async Task A_journal_of_any_older_version_is_read_and_brought_up_with_its_runs_and_blocks(int version)
    {
        Make(version);
        using (var reader = (await new SqliteJournalOpener().OpenReaderAsync(Folder.File(), Stop))!)
        {
            Assert.Equal(new RecordedRun(Sample.Run, null), Assert.Single(await reader.QueryRunsAsync(null, Stop).ToListAsync(Stop)));
            Assert.Equal("handled", Assert.Single(await reader.ReadBlocksAsync(new(), Stop)).Block.Reason);
            Assert.Null(await reader.ReadBookmarkAsync(Bookmark, Stop));
            Assert.Empty(await reader.ReadBookmarksAsync(Stop));
            Assert.Equal(("a1", null, null), await OnlyAttemptAsync(reader));
            Assert.Null(await reader.FindCanaryAsync(QueueKey.Of(Sample.Key()), Stop));
        }

        await using var journal = (await OpenAsync(JournalSchema.Current)).Journal;

        Assert.Equal(new RecordedRun(Sample.Run, null), Assert.Single(await journal.QueryRunsAsync(null, Stop).ToListAsync(Stop)));
        Assert.Equal("handled", Assert.Single(await journal.ReadBlocksAsync(new(), Stop)).Block.Reason);
        Assert.True(await journal.EndRunAsync("run-1", new(Sample.At(9), 2, null), Stop));
        Assert.Equal("a1", Assert.Single(Assert.Single(await journal.ReadAsync([Sample.Key()], Stop)).Attempts).AttemptId);
        Assert.True(await journal.MoveBookmarkAsync(Bookmark, 0, Sample.At(9), "a", Stop));
        Assert.Equal(new Bookmark(1, Sample.At(9), "a"), await journal.ReadBookmarkAsync(Bookmark, Stop));
        Assert.Equal(("a1", null, null), await OnlyAttemptAsync(journal));
    }

    // Of the group that is in the journal already.
    private static BookmarkKey Bookmark => new(Sample.Key().Realm, Sample.Key().InstanceId, Sample.Key().GroupId, "alert", "");

    public static TheoryData<int> OlderVersions => [.. Enumerable.Range(1, JournalSchema.Current.Version - 1)];

    [Fact]
    public async Task A_step_that_fails_leaves_the_journal_as_it_was()
    {
        await (await OpenAsync(JournalSchema.Current)).Journal.DisposeAsync();
        var before = await File.ReadAllBytesAsync(Folder.File(), Stop);

        await Assert.ThrowsAsync<JournalException>(() => OpenAsync(Later("CREATE TABLE b (x)", "UPDATE nothing SET x = 1")));

        Assert.Equal(before, await File.ReadAllBytesAsync(Folder.File(), Stop));
        Assert.Equal((long)JournalSchema.Current.Version, Scalar("PRAGMA user_version"));
    }

    [Fact]
    public async Task A_newer_journal_is_refused_and_left_as_it_was()
    {
        await (await OpenAsync(Later("SELECT 1"))).Journal.DisposeAsync();
        var before = await File.ReadAllBytesAsync(Folder.File(), Stop);

        var exception = await Assert.ThrowsAsync<JournalException>(() => OpenAsync(JournalSchema.Current));

        Assert.Equal(ErrorId.JournalNewerSchema, exception.Id);
        Assert.Contains("Update the module", exception.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(Folder.File(), Stop));
        Assert.Single(Directory.EnumerateFileSystemEntries(Folder.Path));
    }

    [Fact]
    public async Task A_journal_that_becomes_newer_while_it_is_open_elsewhere_is_refused_to_who_comes_later()
    {
        var newer = Later("CREATE TABLE later (x)");
        await using var open = (await OpenAsync(JournalSchema.Current)).Journal;
        await using var upgraded = (await OpenAsync(newer)).Journal;

        // The new version is only in the write-ahead log while a process has the journal open.
        var exception = await Assert.ThrowsAsync<JournalException>(() => OpenAsync(JournalSchema.Current));

        Assert.Equal(ErrorId.JournalNewerSchema, exception.Id);
    }

    [Fact]
    public async Task A_journal_that_becomes_newer_while_it_is_open_is_written_to_no_more()
    {
        var newer = Later("CREATE TABLE later (x)");
        await using var open = (await OpenAsync(JournalSchema.Current)).Journal;
        await open.BeginRunAsync(Sample.Run, Stop);
        await using var upgraded = (await OpenAsync(newer)).Journal;

        var exception = await Assert.ThrowsAsync<JournalException>(() => open.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));

        Assert.Equal(ErrorId.JournalNewerSchema, exception.Id);
        Assert.Empty((await upgraded.ReadAsync([Sample.Key()], Stop))[0].Attempts);
        Assert.True(await upgraded.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a2")), Stop));
    }

    [Fact]
    public async Task Several_who_find_no_journal_make_one_and_one_of_them_is_told_that_it_is_new()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OpenAsync(JournalSchema.Current), Stop)));

        Assert.Single(opened, one => one.IsNew);
        foreach (var one in opened) await one.Journal.DisposeAsync();
    }

    /// <summary>A schema with more steps than the current one.</summary>
    private static JournalSchema Later(params string[] steps) => new([.. JournalSchema.Current.Steps, .. steps]);

    private async Task<OpenedJournal> OpenAsync(JournalSchema schema) =>
        await new SqliteJournalOpener(new() { Schema = schema }).OpenAsync(Folder.File(), Stop);

    // By the shipped steps alone: this code writes the current schema only.
    private void Make(int version)
    {
        using var connection = Folder.Connect();
        foreach (var step in JournalSchema.Current.Steps.Take(version)) connection.Run(step);
        var (key, start) = (Sample.Key(), Sample.Start.ToUnixTimeMilliseconds());
        connection.Run(FormattableString.Invariant(
            $"""
            PRAGMA application_id = {JournalSchema.ApplicationId}; PRAGMA user_version = {version};
            INSERT INTO queue VALUES (1, '{key.Realm}', '{key.InstanceId}', '{key.GroupId}');
            INSERT INTO message VALUES (1, 1, '{key.MsgId}', 2, 'handled', 'kim@box', {start}, NULL);
            INSERT INTO run (id, started_at, user, reason, machine, boot, process_space, process_id, process_start)
                VALUES ('run-1', {start}, 'kim@box', 'incident 7', 'box', 'boot-1', 'pid:[1]', 42, 4711);
            INSERT INTO attempt (id, message, run, round, claimed_at, lease_until, signed_at, entries, lifted)
                VALUES ('a1', 1, 1, 1, {start}, {start}, {start}, '', '');
            """));
    }

    private static async Task<(string AttemptId, string? Topic, AttemptEvidence? Evidence)> OnlyAttemptAsync(IJournalReader journal) =>
        Assert.Single(await journal.QueryAsync(new(), Stop).ToListAsync(Stop)).Attempt is var only ? (only.AttemptId, only.Topic, only.Evidence) : default;

    private object? Scalar(string sql)
    {
        using var connection = Folder.Connect();
        return connection.Scalar(sql);
    }
}
