using Microsoft.Data.Sqlite;
using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>For any damaged contents of a file the error is that the journal is damaged: no hang, no wrong data, no unexpected exception.</summary>
public sealed class SqliteHostileTests : OwnFolder
{
    private const string Endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT";

    [Theory(Timeout = 60_000)]
    [InlineData($"DROP TABLE outcome; CREATE VIEW outcome AS {Endless} 1 AS attempt, x AS number, 'Accepted' AS status, 'Holder' AS source, 0 AS at, NULL AS request_id, NULL AS error_code, NULL AS error_message, '' AS failed_msg_id, 1 AS tries, NULL AS by, NULL AS reason FROM n")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON attempt BEGIN DELETE FROM attempt; END")]
    [InlineData("CREATE TABLE more (x)")]
    [InlineData("CREATE INDEX more ON attempt (round)")]
    [InlineData("DROP INDEX one_live_claim")]
    [InlineData("DROP TABLE pace")]
    [InlineData("ALTER TABLE attempt ADD COLUMN more TEXT")]
    [InlineData("DROP TABLE gap; CREATE TABLE gap (number INTEGER PRIMARY KEY)")]
    public async Task A_file_that_is_not_built_as_a_journal_is_neither_read_nor_written_to(string change)
    {
        await MakeAsync();
        Folder.Run(change);
        var before = await File.ReadAllBytesAsync(Folder.File(), Stop);

        await AssertCorruptAsync(ReadAllAsync);
        await AssertCorruptAsync(() => OpenAsync());

        Assert.Equal(before, await File.ReadAllBytesAsync(Folder.File(), Stop));
    }

    [Fact]
    public async Task A_journal_that_was_analyzed_and_compacted_is_one()
    {
        await MakeAsync();
        Folder.Run("ANALYZE; VACUUM");

        Assert.Single(await ReadAllAsync());
        await (await OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task A_journal_that_is_rebuilt_while_it_is_open_is_written_to_no_more()
    {
        await MakeAsync();
        await using var journal = await OpenAsync();
        Folder.Run("CREATE TRIGGER t AFTER INSERT ON attempt BEGIN DELETE FROM outcome; END");

        await AssertCorruptAsync(() => journal.ClaimAsync(new(Sample.Key(9), 0, Sample.Attempt("a9")), Stop));
    }

    [Theory]
    [InlineData("UPDATE attempt SET claimed_at = 9223372036854775807")]
    [InlineData("UPDATE attempt SET lease_until = -9223372036854775808")]
    [InlineData("UPDATE attempt SET signed_at = 253402300800000")]
    [InlineData("UPDATE attempt SET signed_at = 'yesterday'")]
    [InlineData("UPDATE attempt SET round = 0")]
    [InlineData("UPDATE attempt SET round = 4294967297")]
    [InlineData("UPDATE attempt SET round = 1.5")]
    [InlineData("UPDATE attempt SET live = 1")]
    [InlineData("UPDATE attempt SET live = 7")]
    [InlineData("DELETE FROM outcome")]
    [InlineData("UPDATE attempt SET id = x'00ff'")]
    [InlineData("UPDATE attempt SET lifted = 'Everything'")]
    [InlineData("UPDATE attempt SET newest_entry = 'x'")]
    [InlineData("UPDATE run SET process_id = 99999999999")]
    [InlineData("UPDATE run SET process_start = 'x'")]
    [InlineData("UPDATE run SET boot = x'00'")]
    [InlineData("UPDATE outcome SET status = 'Perhaps'")]
    [InlineData("UPDATE outcome SET status = '0'")]
    [InlineData("UPDATE outcome SET status = 'Rejected, Rejected'")]
    [InlineData("UPDATE outcome SET status = ' Accepted'")]
    [InlineData("UPDATE outcome SET status = 'Skipped'")]
    [InlineData("UPDATE outcome SET source = '2'")]
    [InlineData("UPDATE outcome SET at = 9e99")]
    [InlineData("UPDATE outcome SET tries = -1")]
    [InlineData("UPDATE outcome SET reason = x'41'")]
    [InlineData("UPDATE outcome SET error_message = printf('%.*c', 40000000, 'x')")]
    public async Task A_value_that_cannot_be_is_damage_to_every_reader(string change)
    {
        await MakeAsync();
        Folder.Run(change);

        await AssertCorruptAsync(ReadAllAsync);
        await AssertCorruptAsync(HistoryAsync);
        await using var journal = await OpenAsync();
        await AssertCorruptAsync(() => journal.ReadAsync([Sample.Key()], Stop));
        await AssertCorruptAsync(() => journal.QueryAsync(new(), Stop).ToListAsync(Stop).AsTask());
    }

    [Theory]
    [InlineData("UPDATE message SET version = 'x'")]
    [InlineData("UPDATE attempt SET entries = '99999999999999999999'")]
    [InlineData("UPDATE message SET block_reason = 'r', block_by = NULL, block_since = 0")]
    [InlineData("UPDATE message SET block_reason = 'r', block_by = 'b', block_since = 'x'")]
    [InlineData("UPDATE message SET block_reason = 'r', block_by = 'b', block_since = 0, block_until = 999999999999999999")]
    [InlineData("UPDATE message SET block_reason = 1e5, block_by = x'', block_since = 0")]
    public async Task A_message_that_cannot_be_is_damage(string change)
    {
        await MakeAsync();
        Folder.Run(change);

        await AssertCorruptAsync(HistoryAsync);
    }

    [Theory]
    [InlineData("slowed_to = 864000000000")]
    [InlineData("slowed_to = -1")]
    [InlineData("hold_until = 9223372036854775807")]
    [InlineData("changed_at = 'x'")]
    public async Task A_pace_that_cannot_be_is_damage(string change)
    {
        var key = new PaceKey("key", "realm", "action");
        await using var journal = await OpenAsync();
        await journal.TakeSlotsAsync(key, 1, TimeSpan.FromSeconds(1), Sample.Start, Stop);
        Folder.Run("UPDATE pace SET " + change);

        await AssertCorruptAsync(() => journal.ReadPaceAsync(key, Stop));
    }

    [Theory]
    [InlineData("-62135596800000")]
    [InlineData("253402300799999")]
    public async Task A_time_at_the_end_of_all_times_is_read_and_reckoned_with(string time)
    {
        await MakeAsync();
        Folder.Run($"UPDATE attempt SET claimed_at = {time}, lease_until = {time}, signed_at = {time}; UPDATE outcome SET at = {time}");

        var attempt = Assert.Single(await ReadAllAsync()).Attempt;

        Assert.True(attempt.ClaimedAt.Year is 1 or 9999);
        _ = (attempt.SignedAt + ClaimRule.Fence, attempt.SignedAt - ClaimRule.Fence, attempt.ClaimedAt.ToOffset(TimeSpan.FromHours(14)));
    }

    [Fact]
    public async Task A_settlement_goes_to_no_other_attempt_whatever_a_claim_says_of_itself()
    {
        await using var journal = await OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        for (var number = 1; number <= 4; number++) await journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt($"a{number}")), Stop);
        Folder.Run("UPDATE attempt SET live = 5 WHERE id = 'a1'");

        await journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop);

        foreach (var other in (int[])[2, 3, 4]) Assert.Empty((await journal.ReadAsync([Sample.Key(other)], Stop))[0].Attempts[0].Outcomes);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("journal.db")]
    [InlineData("journal.db-wal")]
    [InlineData("journal.db-shm")]
    [InlineData("journal.db-journal")]
    public async Task A_pipe_in_place_of_a_file_is_not_waited_for(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps pipes elsewhere.");
        if (name != "journal.db") await MakeAsync();
        Assert.True(await Tool.RunAsync("mkfifo", Folder.File(name)));

        await AssertCorruptAsync(ReadAllAsync);
        await AssertCorruptAsync(() => OpenAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/dev/zero")]
    [InlineData("/dev/random")]
    public async Task A_device_in_place_of_a_file_is_not_read(string device)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such devices.");
        File.CreateSymbolicLink(Folder.File(), device);

        await AssertCorruptAsync(ReadAllAsync);
        await AssertCorruptAsync(() => OpenAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task What_would_never_end_ends_when_its_caller_gives_up()
    {
        await MakeAsync();
        using var given = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var connection = JournalConnection.Open(Folder.File(), SqliteOpenMode.ReadOnly, given.Token);

        var running = Task.Run(() => connection.Scalar($"{Endless} max(x) FROM n"), Stop);
        await given.CancelAsync();

        var exception = await Assert.ThrowsAsync<SqliteException>(() => running);
        Assert.Equal(SQLitePCL.raw.SQLITE_INTERRUPT, exception.SqliteErrorCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reader_that_is_given_up_says_so_and_nothing_else()
    {
        await MakeAsync();
        using var reader = (await new SqliteJournalOpener().OpenReaderAsync(Folder.File(), Stop))!;
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadAsync([Sample.Key()], given.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.QueryAsync(new(), given.Token).ToListAsync(given.Token).AsTask());
        Assert.Single((await reader.ReadAsync([Sample.Key()], Stop))[0].Attempts);
    }

    private async Task<List<RecordedAttempt>> ReadAllAsync()
    {
        using var reader = (await new SqliteJournalOpener().OpenReaderAsync(Folder.File(), Stop))!;
        return await reader.QueryAsync(new(), Stop).ToListAsync(Stop);
    }

    private async Task<MessageHistory> HistoryAsync()
    {
        using var reader = (await new SqliteJournalOpener().OpenReaderAsync(Folder.File(), Stop))!;
        return (await reader.ReadAsync([Sample.Key()], Stop))[0];
    }

    private async Task AssertCorruptAsync(Func<Task> work)
    {
        var exception = await Assert.ThrowsAsync<JournalException>(work);
        Assert.True(exception.Id == ErrorId.JournalCorrupt, exception.ToString());
        Assert.Equal(Folder.File(), exception.Location);
    }

    private async Task MakeAsync()
    {
        await using var journal = await OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        await journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop);
    }
}
