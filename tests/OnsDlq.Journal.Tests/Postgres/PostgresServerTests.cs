using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>How a server is entered, and what is told of one that cannot be used.</summary>
/// <param name="secured">A server of these tests alone, whose settings they change.</param>
public sealed class PostgresServerTests(SecuredServer secured) : IClassFixture<SecuredServer>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public ValueTask InitializeAsync()
    {
        PostgresPrograms.Require();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (secured.Server is not { } server) return;
        await server.SqlAsync("ALTER SYSTEM RESET ALL", Stop);
        await ReloadAsync();
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_the_authority_named_is_trusted()
    {
        var opened = await OpenAsync("postgres", Verified);

        await opened.Journal.DisposeAsync();
        Assert.Null(opened.Warning);
    }

    [Theory]
    [InlineData("localhost", "sslmode=verify-full&sslrootcert={0}/foreign.pem")]
    [InlineData("localhost", "sslmode=verify-ca&sslrootcert={0}/foreign.pem")]
    [InlineData("localhost", "sslmode=verify-full")]
    [InlineData("127.0.0.1", "sslmode=verify-full&sslrootcert={0}/root.pem")]
    public async Task A_server_that_does_not_prove_who_it_is_is_told_as_such(string host, string settings)
    {
        var refused = await RefusedAsync("postgres", settings, host);

        Assert.Equal(ErrorId.JournalCertificate, refused.Id);
        Assert.Contains("could not prove who it is: its certificate is for another host", refused.Message);
    }

    [Theory]
    [InlineData("has expired", "ALTER SYSTEM SET ssl_cert_file = 'old.pem'", "ALTER SYSTEM SET ssl_key_file = 'old.key'")]
    [InlineData("offers no encrypted connection", "ALTER SYSTEM SET ssl = off")]
    public async Task An_expired_certificate_and_a_server_without_encryption_are_told_as_such(string words, params string[] changes)
    {
        foreach (var change in changes) await secured.Server.SqlAsync(change, Stop);
        await secured.Server.RestartAsync(Stop);

        try
        {
            var refused = await RefusedAsync("postgres", Verified);
            Assert.Equal(ErrorId.JournalCertificate, refused.Id);
            Assert.Contains(words, refused.Message);
        }
        finally
        {
            await secured.Server.SqlAsync("ALTER SYSTEM RESET ALL", Stop);
            await secured.Server.RestartAsync(Stop);
        }
    }

    [Theory]
    [InlineData("sslrootcert={0}/nowhere.pem", "sslrootcert names", "is not there")]
    [InlineData("sslrootcert={0}", "sslrootcert names", "It is a folder")]
    [InlineData("sslrootcert={0}/root.pem&sslcert={0}/nowhere.pem", "sslcert names", "is not there")]
    [InlineData("sslrootcert={0}/root.pem&sslcert={0}/client.pem&sslkey={0}/no.key", "sslkey names", "is not there")]
    [InlineData("sslrootcert={0}/pgpass", "a certificate or a key", "cannot be used")]
    [InlineData("sslrootcert={0}/root.pem&sslcert={0}/pgpass&sslkey={0}/client.key", "a certificate or a key", "cannot be used")]
    public async Task A_file_of_a_certificate_that_cannot_be_used_is_told_as_such_and_not_taken_for_an_outage(string settings, string which, string why)
    {
        var refused = await RefusedAsync("certified", "sslmode=verify-full&" + settings);

        Assert.Equal(ErrorId.JournalCertificate, refused.Id);
        Assert.Contains(which, refused.Message);
        Assert.Contains(why, refused.Message);
        Assert.DoesNotContain(SecuredServer.Password, refused.ToString());
    }

    [Fact]
    public async Task A_password_comes_from_the_password_file()
    {
        Assert.Equal(ErrorId.JournalAccessDenied, (await RefusedAsync("guarded", Verified)).Id);

        await (await OpenAsync("guarded", $"{Verified}&passfile={Uri.EscapeDataString(secured.File("pgpass"))}")).Journal.DisposeAsync();
    }

    [Fact]
    public async Task A_password_file_that_is_not_there_or_open_to_others_is_told_at_once_and_not_taken_for_an_outage()
    {
        var missing = await RefusedAsync("guarded", $"{Verified}&passfile={Uri.EscapeDataString(secured.File("nowhere"))}");
        Assert.Equal(ErrorId.JournalAccessDenied, missing.Id);
        Assert.Contains($"there is no password file '{secured.File("nowhere")}'", missing.Message);

        var open = secured.File("open");
        File.Copy(secured.File("pgpass"), open, overwrite: true);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var refused = await RefusedAsync("guarded", $"{Verified}&passfile={Uri.EscapeDataString(open)}");
        Assert.Equal(ErrorId.JournalAccessDenied, refused.Id);
        Assert.Contains($"chmod 600 '{open}'", refused.Message);
        Assert.DoesNotContain(SecuredServer.Password, refused.ToString());
    }

    [Fact]
    public async Task A_password_comes_from_the_environment_and_a_wrong_one_is_refused_and_not_told()
    {
        try
        {
            Environment.SetEnvironmentVariable("PGPASSWORD", SecuredServer.Password);
            await (await OpenAsync("guarded", Verified)).Journal.DisposeAsync();
            Environment.SetEnvironmentVariable("PGPASSWORD", "wrong-one-77");

            var refused = await RefusedAsync("guarded", Verified);

            Assert.Equal(ErrorId.JournalAccessDenied, refused.Id);
            Assert.DoesNotContain("wrong-one-77", refused.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable("PGPASSWORD", null);
        }
    }

    [Fact]
    public async Task A_client_certificate_opens_instead_of_a_password()
    {
        Assert.Equal(ErrorId.JournalAccessDenied, (await RefusedAsync("certified", Verified)).Id);

        await (await OpenAsync("certified", $"{Verified}&sslcert={{0}}/client.pem&sslkey={{0}}/client.key")).Journal.DisposeAsync();
    }

    [Fact]
    public async Task A_database_that_is_not_there_or_not_in_UTF_8_is_told()
    {
        Assert.Equal(ErrorId.JournalUnreachable, (await RefusedAsync("postgres", Verified, database: "nowhere")).Id);
        var latin = await RefusedAsync("postgres", Verified, database: "latin");
        Assert.Equal(ErrorId.JournalUnavailable, latin.Id);
        Assert.Contains("LATIN1", latin.Message);
    }

    [Fact]
    public async Task A_server_that_may_lose_what_it_keeps_is_warned_of()
    {
        await secured.Server.SqlAsync("ALTER SYSTEM SET full_page_writes = off", Stop);
        await ReloadAsync();
        var opened = await OpenAsync("postgres", Verified);
        await opened.Journal.DisposeAsync();
        Assert.Contains("full_page_writes is off", opened.Warning);

        // The server that the other tests share is faster than it should be.
        var hasty = await new PostgresJournalOpener().OpenAsync(JournalLocation.Parse((await PostgresServer.SharedAsync(Stop)).Uri()), Stop);
        await hasty.Journal.DisposeAsync();
        Assert.Contains("fsync is off", hasty.Warning);
    }

    [Fact]
    public async Task A_commit_whose_wait_for_a_replica_was_cancelled_is_not_trusted()
    {
        await using var journal = (await OpenAsync("postgres", Verified)).Journal;
        await journal.BeginRunAsync(Sample.Run with { RunId = "replica" }, Stop);
        await secured.Server.SqlAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", Stop);
        await ReloadAsync();
        var claim = journal.ClaimAsync(new(Sample.Key(70), 0, Sample.Attempt("replica-1", "replica")), Stop);

        // The claim is committed on this server, and cancelled while it waits for the other: twice, the first time and when it is confirmed.
        var cancelled = 0;
        await Until.IsTrueAsync(async () =>
        {
            var found = await secured.Server.SqlAsync("SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'", Stop);
            return (cancelled += int.Parse(found, CultureInfo.InvariantCulture)) >= 2 || claim.IsCompleted;
        });

        Assert.False(claim.IsCompleted);
        await secured.Server.SqlAsync("ALTER SYSTEM RESET synchronous_standby_names", Stop);
        await ReloadAsync();
        Assert.True(await claim);
        Assert.Single((await journal.ReadAsync([Sample.Key(70)], Stop))[0].Attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Work_goes_on_where_it_was_after_the_server_was_restarted_or_has_crashed(bool crash)
    {
        var run = crash ? "crash" : "restart";
        await using var journal = (await OpenAsync("postgres", Verified)).Journal;
        await journal.BeginRunAsync(Sample.Run with { RunId = run }, Stop);
        var (next, firsts) = (0, new TaskCompletionSource());
        var work = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) <= 300;)
            {
                if (number == 60) firsts.TrySetResult();
                var (key, id) = (Sample.Key(number, run), string.Create(CultureInfo.InvariantCulture, $"{run}-{number}"));
                Assert.True(await journal.ClaimAsync(new(key, 0, Sample.Attempt(id, run)) { After = "" }, Stop));
                Assert.True(await journal.SettleAsync(id, Sample.Outcome(ResendStatus.Accepted), null, Stop));
            }
        }, Stop)));
        await firsts.Task;

        await (crash ? secured.Server.CrashAsync(Stop) : secured.Server.StopAsync(Stop));
        await secured.Server.StartAgainAsync(Stop);
        await work;

        var attempts = await journal.QueryAsync(new() { RunId = run }, Stop).ToListAsync(Stop);
        Assert.Equal(300, attempts.Count);
        Assert.All(attempts, attempt => Assert.Equal(ResendStatus.Accepted, Assert.Single(attempt.Attempt.Outcomes).Status));
        Assert.Null((await ((IJournalUpkeep)journal).DescribeAsync(Stop)).Trouble);
    }

    private static string Verified => "sslmode=verify-full&sslrootcert={0}/root.pem";

    private Task<OpenedJournal> OpenAsync(string role, string settings, string host = "localhost", string database = "postgres") =>
        new PostgresJournalOpener(new() { Schema = "secured" }).OpenAsync(
            JournalLocation.Parse(string.Create(
                CultureInfo.InvariantCulture,
                $"postgresql://{role}@{host}:{secured.Server.Port}/{database}?{settings.Replace("{0}", secured.File("").TrimEnd('/'), StringComparison.Ordinal)}")),
            Stop);

    private Task<JournalException> RefusedAsync(string role, string settings, string host = "localhost", string database = "postgres") =>
        Assert.ThrowsAsync<JournalException>(() => OpenAsync(role, settings, host, database));

    private async Task ReloadAsync() => await secured.Server.SqlAsync("SELECT pg_reload_conf(); SELECT pg_sleep(0.05)", Stop);
}
