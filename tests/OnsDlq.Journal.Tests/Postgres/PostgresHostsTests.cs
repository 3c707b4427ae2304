using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>An address with several hosts: a primary and its standby.</summary>
/// <param name="pair">They.</param>
public sealed class PostgresHostsTests(ServerPair pair) : IClassFixture<ServerPair>
{
    private readonly PostgresJournalOpener _opener = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "", 1)]
    [InlineData(false, "?target_session_attrs=read-write", 2)]
    [InlineData(true, "?target_session_attrs=primary", 3)]
    public async Task The_primary_is_written_to_and_read_wherever_it_stands(bool isFirst, string settings, int number)
    {
        await using var journal = await OpenAsync(pair, isFirst, settings);

        // A standby that lags shows less than there is.
        await pair.Standby.SqlAsync("SELECT pg_wal_replay_pause()", Stop);
        Assert.True(await ClaimAsync(journal, number));
        using var reader = (await _opener.OpenReaderAsync(Location(pair, isFirst, settings), Stop))!;
        Assert.Single((await reader.ReadAsync([Sample.Key(number)], Stop))[0].Attempts);
        await pair.Standby.SqlAsync("SELECT pg_wal_replay_resume()", Stop);
    }

    [Fact]
    public async Task Each_host_has_its_line_in_the_password_file_and_a_wrong_password_is_told_as_such()
    {
        var settings = "?passfile=" + Uri.EscapeDataString(pair.PasswordFile);
        pair.WritePasswords(ServerPair.Password, ServerPair.Password);
        await (await OpenAsync(pair, false, settings, "guarded")).DisposeAsync();

        pair.WritePasswords("wrong-77", "wrong-78");
        var refused = await Assert.ThrowsAsync<JournalException>(() => _opener.OpenAsync(Location(pair, false, settings, "guarded"), Stop));
        Assert.Equal(ErrorId.JournalAccessDenied, refused.Id);
        Assert.DoesNotContain("wrong-7", refused.ToString());

        pair.WritePasswords(null, null);
        refused = await Assert.ThrowsAsync<JournalException>(() => _opener.OpenAsync(Location(pair, false, settings, "guarded"), Stop));
        Assert.Equal(ErrorId.JournalAccessDenied, refused.Id);
        Assert.Contains($"has no line for 127.0.0.1:{pair.Standby.Port}:postgres:guarded", refused.Message);
    }

    // The timeline of the new primary is not the accepted one.
    [Fact]
    public async Task After_a_fail_over_the_new_primary_is_found_and_a_person_has_to_decide()
    {
        await using var own = new ServerPair();
        await own.InitializeAsync();
        await using var journal = await OpenAsync(own, true);
        Assert.True(await ClaimAsync(journal, 1));
        await Until.IsTrueAsync(async () =>
            (await own.Standby.SqlAsync("SELECT to_regclass('onsdlq.attempt') IS NOT NULL", Stop)).Trim() == "t"
            && (await own.Standby.SqlAsync("SELECT count(*) FROM onsdlq.attempt", Stop)).Trim() == "1");
        await own.Primary.CrashAsync(Stop);

        // What is there may be read; nothing can be sent.
        using (var reader = (await _opener.OpenReaderAsync(Location(own, true), Stop))!)
            Assert.Single((await reader.ReadAsync([Sample.Key(1)], Stop))[0].Attempts);
        var away = await Assert.ThrowsAsync<JournalException>(() => _opener.OpenAsync(Location(own, true), Stop));
        Assert.Equal(ErrorId.JournalUnreachable, away.Id);
        Assert.Contains($"none of its hosts is a primary that answers. Failed to connect to 127.0.0.1:{own.Primary.Port}", away.Message);
        await own.Standby.SqlAsync("SELECT pg_promote()", Stop);

        Assert.Equal(ErrorId.JournalIncomplete, (await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(journal, 2))).Id);
        Assert.True(await ((IJournalUpkeep)journal).RepairAsync(Sample.At(960), Sample.At(0), "kim@box", "the standby is complete", Stop));
        Assert.True(await ClaimAsync(journal, 2));
        Assert.True(await journal.SettleAsync("a2", Sample.Outcome(ResendStatus.Accepted), null, Stop));
    }

    private async Task<IResendJournal> OpenAsync(ServerPair servers, bool primaryFirst, string settings = "", string user = "postgres")
    {
        var opened = await _opener.OpenAsync(Location(servers, primaryFirst, settings, user), Stop);
        if (opened.IsNew) await opened.Journal.BeginRunAsync(Sample.Run, Stop);
        return opened.Journal;
    }

    private static JournalLocation Location(ServerPair servers, bool primaryFirst, string settings = "", string user = "postgres")
    {
        var (first, second) = primaryFirst ? (servers.Primary.Port, servers.Standby.Port) : (servers.Standby.Port, servers.Primary.Port);
        return JournalLocation.Parse(
            string.Create(CultureInfo.InvariantCulture, $"postgresql://{user}@127.0.0.1:{first},127.0.0.1:{second}/postgres{settings}"));
    }

    private static Task<bool> ClaimAsync(IResendJournal journal, int number) => journal.ClaimAsync(
        new(Sample.Key(number), 0, Sample.Attempt(string.Create(CultureInfo.InvariantCulture, $"a{number}"))) { After = "" }, Stop);
}
