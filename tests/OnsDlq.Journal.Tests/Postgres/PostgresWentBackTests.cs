using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Journal.Tests.Sqlite;
using OnsDlq.Messages;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>A journal whose server may have lost something: nothing is claimed until a person has decided.</summary>
public sealed class PostgresWentBackTests : IAsyncLifetime
{
    private readonly TestFolder _marks = new();
    private readonly PostgresJournalOpener _opener = new();
    private PostgresServer _server = null!;
    private TcpProxy _network = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private JournalLocation Location =>
        JournalLocation.Parse(string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{_network.Port}/postgres")) with { Marks = _marks.Path };

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        PostgresPrograms.Require();
        _server = await PostgresServer.StartAsync(Stop);
        _network = new(_server.Port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_network is not null) await _network.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _marks.Dispose();
    }

    // A planned switch-over is the same to the journal: the standby gets a timeline of its own.
    [Fact]
    public async Task After_a_fail_over_all_senders_stop_until_one_person_decides()
    {
        await using var standby = await _server.FollowAsync(Stop);
        await using var journal = await OpenAsync();
        await using var colleague = await OpenAsync();
        await ClaimAsync(journal, 1);
        await SettleAsync(journal, 1);
        await _server.CrashAsync(Stop);
        await standby.SqlAsync("SELECT pg_promote()", Stop);
        _network.Target = standby.Port;
        _network.Break();

        foreach (var sender in new[] { journal, colleague })
        {
            var refused = await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(sender, 2));
            Assert.Equal(ErrorId.JournalIncomplete, refused.Id);
            Assert.Contains("Repair-OnsDlqJournal", refused.Message);
            Assert.Contains("timeline 2 instead of 1", (await ((IJournalUpkeep)sender).DescribeAsync(Stop)).Trouble);
        }

        using (var reader = (await _opener.OpenReaderAsync(Location, Stop))!) Assert.Contains("timeline 2", reader.Trouble);
        Assert.True(await RepairAsync(colleague));
        Assert.False(await RepairAsync(journal));

        foreach (var sender in new[] { journal, colleague })
        {
            Assert.True(await ClaimAsync(sender, sender == journal ? 2 : 3));
            var described = await ((IJournalUpkeep)sender).DescribeAsync(Stop);
            Assert.Null(described.Trouble);
            Assert.Equal(("kim@box", "the standby is complete"), (Assert.Single(described.Gaps).By, described.Gaps[0].Reason));
        }

        Assert.Equal(Sample.At(960), (await journal.ReadAsync([Sample.Key(4)], Stop))[0].Gap);
    }

    [Fact]
    public async Task A_backup_on_another_server_is_not_taken_for_the_journal()
    {
        await using (var journal = await OpenAsync()) await ClaimAsync(journal, 1);
        var dump = Path.Combine(_server.Folder, "dump.sql");
        await File.WriteAllTextAsync(
            dump,
            await PostgresPrograms.RunAsync(
                PostgresPrograms.Of("pg_dump"),
                ["-h", _server.Folder, "-p", _server.Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "--schema=onsdlq", "postgres"], Stop),
            Stop);
        await using var other = await PostgresServer.StartAsync(Stop);
        await PostgresPrograms.RunAsync(
            PostgresPrograms.Of("psql"),
            ["-X", "-q", "-h", other.Folder, "-p", other.Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-f", dump, "postgres"], Stop);
        _network.Target = other.Port;

        await using var restored = (await _opener.OpenAsync(Location, Stop)).Journal;

        Assert.Equal(ErrorId.JournalIncomplete, (await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(restored, 2))).Id);
        Assert.Contains("on another server", (await ((IJournalUpkeep)restored).DescribeAsync(Stop)).Trouble);
        Assert.True(await RepairAsync(restored));
        Assert.True(await ClaimAsync(restored, 2));
        Assert.Single((await restored.ReadAsync([Sample.Key(1)], Stop))[0].Attempts);
    }

    [Fact]
    public async Task An_older_state_of_the_same_server_is_noticed_by_whoever_has_seen_the_newer_one()
    {
        await using (var journal = await OpenAsync()) await ClaimAsync(journal, 1);
        await _server.StopAsync(Stop);
        await _server.SaveAsync(Stop);
        await _server.StartAgainAsync(Stop);
        await using (var journal = (await _opener.OpenAsync(Location, Stop)).Journal)
            for (var number = 2; number < 12; number++) await ClaimAsync(journal, number);
        await _server.StopAsync(Stop);
        await _server.RestoreAsync(Stop);
        await _server.StartAgainAsync(Stop);

        await using var restored = (await _opener.OpenAsync(Location, Stop)).Journal;

        Assert.Equal(ErrorId.JournalIncomplete, (await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(restored, 2))).Id);
        Assert.Contains("went back", (await ((IJournalUpkeep)restored).DescribeAsync(Stop)).Trouble);
        using (var reader = (await _opener.OpenReaderAsync(Location, Stop))!) Assert.Contains("went back", reader.Trouble);
        Assert.True(await RepairAsync(restored));
        Assert.True(await ClaimAsync(restored, 2));
    }

    private static Task<bool> RepairAsync(IResendJournal journal) =>
        ((IJournalUpkeep)journal).RepairAsync(Sample.At(960), Sample.At(0), "kim@box", "the standby is complete", Stop);

    private static Task<bool> ClaimAsync(IResendJournal journal, int number) => journal.ClaimAsync(
        new(Sample.Key(number), 0, Sample.Attempt(string.Create(CultureInfo.InvariantCulture, $"a{number}"))) { After = "" }, Stop);

    private static Task<bool> SettleAsync(IResendJournal journal, int number) => journal.SettleAsync(
        string.Create(CultureInfo.InvariantCulture, $"a{number}"), Sample.Outcome(ResendStatus.Accepted), null, Stop);

    private async Task<IResendJournal> OpenAsync()
    {
        var opened = await _opener.OpenAsync(Location, Stop);
        if (opened.IsNew) await opened.Journal.BeginRunAsync(Sample.Run, Stop);
        return opened.Journal;
    }
}
