using System.Globalization;
using Npgsql;
using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;
using OnsDlq.Journal.Tests.Postgres;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Journal.Tests.Sqlite;
using OnsDlq.Messages;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Tests.Moving;

/// <summary>What only a database does to a move: rights, isolation, a lock that others wait for, another server.</summary>
public sealed class PostgresMoveTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private int _moves;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_claim_that_waits_for_a_move_that_begins_is_refused()
    {
        var schema = await TestSchema.MakeAsync();
        await using var journal = await schema.OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        Assert.True(await ClaimAsync(journal, "w", 1));
        await using var connection = new NpgsqlConnection(schema.ConnectionString);
        await connection.OpenAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await new MoveRows(new("here", schema.Name)).BeginAsync(
            connection, new("m", MoveDirection.To, "other", "/there/journal.db", Sample.At(0), "kim@box"), Stop);

        var claim = ClaimAsync(journal, "x", 2);
        await UntilSomebodyWaitsAsync(schema);
        await transaction.CommitAsync(Stop);

        var error = await Assert.ThrowsAsync<JournalException>(() => claim);
        Assert.Equal(ErrorId.JournalMoved, error.Id);
        Assert.Contains("'/there/journal.db'", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorId.JournalMoved, (await Assert.ThrowsAsync<JournalException>(() => journal.RenewAsync("w", Sample.At(20), Sample.At(80), Stop))).Id);
    }

    [Theory]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task A_role_whose_transactions_do_not_see_what_others_commit_is_refused(string isolation)
    {
        var schema = await TestSchema.MakeAsync();
        var role = await RoleAsync(schema, $"SUPERUSER; ALTER ROLE {{0}} SET default_transaction_isolation = '{isolation}'");

        var error = await Assert.ThrowsAsync<JournalException>(() => new PostgresJournalOpener(schema.Rules).OpenAsync(schema.LocationOf(role), Stop));

        Assert.Equal(ErrorId.JournalUnavailable, error.Id);
        Assert.Contains("default_transaction_isolation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_of_isolation_that_is_changed_later_is_noticed_too()
    {
        var schema = await TestSchema.MakeAsync();
        var role = await RoleAsync(schema, "SUPERUSER");
        await using var journal = (await new PostgresJournalOpener(schema.Rules).OpenAsync(schema.LocationOf(role), Stop)).Journal;
        await journal.BeginRunAsync(Sample.Run, Stop);

        await schema.SqlAsync($"ALTER ROLE {role} SET default_transaction_isolation = 'serializable'");
        await schema.SqlAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'");

        Assert.Equal(ErrorId.JournalUnavailable, (await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(journal, "x", 2))).Id);
    }

    [Fact]
    public async Task A_member_of_the_team_needs_no_right_to_delete()
    {
        var schema = await TestSchema.MakeAsync();
        await using (var owner = await schema.OpenAsync())
        {
            await owner.BeginRunAsync(Sample.Run, Stop);
            await ClaimAsync(owner, "live", 4);
        }

        var role = await RoleAsync(
            schema, $"; GRANT USAGE ON SCHEMA \"{schema.Name}\" TO {{0}}; GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA \"{schema.Name}\" TO {{0}}");
        await using var team = (await new PostgresJournalOpener(schema.Rules).OpenAsync(schema.LocationOf(role), Stop)).Journal;
        await using var file = await _folder.OpenJournalAsync();
        await MoveAsync(team, file);
        var version = (await file.ReadAsync([Sample.Key(4)], Stop))[0].Version;
        await file.SettleAsync("live", AttemptOutcome.Abandoned(Sample.At(1000)), version, Stop);
        await team.SettleAsync("live", Sample.Outcome(ResendStatus.Accepted, at: 50), null, Stop);

        await MoveAsync(team, file);
        await MoveAsync(file, team);

        Assert.Equal(ResendStatus.Accepted, (await team.ReadAsync([Sample.Key(4)], Stop))[0].Attempts[0].Outcome!.Status);
    }

    [Fact]
    public async Task A_source_that_cannot_be_sealed_leaves_the_destination_open()
    {
        var schema = await TestSchema.MakeAsync();
        await using var source = await schema.OpenAsync();
        await using var team = await _folder.OpenJournalAsync();
        await team.BeginRunAsync(Sample.Run, Stop);
        await schema.SqlAsync($"ALTER TABLE \"{schema.Name}\".move ADD CONSTRAINT no_seal CHECK (direction <> 'To')");

        await Assert.ThrowsAnyAsync<Exception>(() => MoveAsync(source, team));

        Assert.True(await ClaimAsync(team, "x", 1));
    }

    [Fact]
    public async Task To_accept_another_server_does_not_put_a_moved_journal_back_into_use()
    {
        var schema = await TestSchema.MakeAsync();
        await using var file = await _folder.OpenJournalAsync();
        await using (var moved = await schema.OpenAsync()) await MoveAsync(moved, file);
        await schema.SqlAsync($"UPDATE \"{schema.Name}\".journal SET timeline = '00000009'");
        await using var journal = await schema.OpenAsync();
        var upkeep = (IJournalUpkeep)journal;

        Assert.True(await upkeep.RepairAsync(Sample.At(2000), Sample.At(1000), "lee@hub", "a planned switch-over", Stop));

        Assert.Equal(ErrorId.JournalMoved, (await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(journal, "x", 1))).Id);
        Assert.Contains("was moved to", (await upkeep.DescribeAsync(Stop)).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_that_moves_is_no_decision_about_the_server()
    {
        var schema = await TestSchema.MakeAsync();
        await using var file = (IMovableJournal)await _folder.OpenJournalAsync();
        await using var journal = await schema.OpenAsync();
        await file.MergeAsync(null, new() { Gaps = [new("lost", Sample.At(5), Sample.At(4), "kim@box", "the disk is lost")] }, MergeRule.Late, Stop);
        await MoveAsync(file, journal);

        await using var connection = new NpgsqlConnection(schema.ConnectionString);
        await connection.OpenAsync(Stop);
        var state = await ServerState.ReadAsync(connection, new("here", schema.Name), Stop);

        Assert.Equal(0, state.Repairs);
        Assert.Equal(Sample.At(5), (await journal.ReadAsync([Sample.Key()], Stop))[0].Gap);
    }

    private Task<MergedRecords> MoveAsync(IResendJournal source, IResendJournal destination) => new JournalMover(
        (IMovableJournal)source, (IMovableJournal)destination, TimeProvider.System, "kim@box",
        () => string.Create(CultureInfo.InvariantCulture, $"move-{++_moves}")).MoveAsync(_ => { }, Stop);

    private static Task<bool> ClaimAsync(IResendJournal journal, string id, int number) =>
        journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt(id)), Stop);

    private static async Task<string> RoleAsync(TestSchema schema, string more)
    {
        var role = "role_" + schema.Name.Replace(' ', '_').ToLowerInvariant();
        await schema.SqlAsync($"CREATE ROLE {role} LOGIN {string.Format(CultureInfo.InvariantCulture, more, role)}");
        return role;
    }

    private static async Task UntilSomebodyWaitsAsync(TestSchema schema)
    {
        while (await schema.SqlAsync("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'") == "0") await Task.Yield();
    }
}
