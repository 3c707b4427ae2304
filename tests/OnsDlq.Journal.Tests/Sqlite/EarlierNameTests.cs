using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A journal written by an earlier build, which used another name for the service.</summary>
public sealed class EarlierNameTests : OwnFolder
{
    private const string Written = "localhost:42113";

    [Theory]
    [InlineData(Written, "127.0.0.1:42113")]
    [InlineData("[::ffff:127.0.0.1]:42113", "127.0.0.1:42113")]
    [InlineData("10.0.0.5:443", "cn-hangzhou")]
    [InlineData("ons-proxy.example.com:443", "cn-hangzhou")]
    [InlineData("[::ffff:10.0.0.5]:443", "10.0.0.5:443")]
    public async Task What_it_holds_is_found_under_todays_name(string written, string today)
    {
        await using var journal = await OpenWrittenAsync(written);

        var histories = await journal.ReadAsync([Key(today, 0), Key(today, 1), Key(today, 2), Key(today, 3)], Stop);

        Assert.Equal(
            [ResendStatus.Accepted, ResendStatus.Unknown], histories.SelectMany(history => history.Attempts).Select(attempt => attempt.Outcome!.Status));
        Assert.Equal([1795726826187], histories[0].EntriesSeen);
        Assert.Equal("booked by hand", histories[2].Block!.Reason);
        Assert.Equal([0, 0, 0, 0], histories.Select(history => history.Version));
        Assert.Equal(
            [SkipReason.AlreadyResent, SkipReason.OutcomeUnknown, SkipReason.Blocked, null],
            histories.Select(history => ResendDecider.Decide(history, new() { ServiceNow = Now, IsProvenDead = _ => false }).Reason));
        Assert.Equal(2, (await QueryAsync(journal, new() { Realm = today })).Count);
    }

    [Theory]
    [InlineData(Written, "127.0.0.1:42114")]
    [InlineData(Written, "cn-hangzhou")]
    [InlineData("10.0.0.5:443", "10.0.0.6:443")]
    [InlineData("cn-beijing", "cn-hangzhou")]
    public async Task What_it_holds_of_another_service_is_not(string written, string today)
    {
        await using var journal = await OpenWrittenAsync(written);

        Assert.All(
            await journal.ReadAsync([Key(today, 0), Key(today, 2)], Stop),
            history => Assert.Equivalent(MessageHistory.None(history.Key), history, strict: true));
        Assert.Empty(await QueryAsync(journal, new() { Realm = today }));
    }

    [Fact]
    public async Task What_is_claimed_under_todays_name_joins_what_was_there()
    {
        await using var journal = await OpenWrittenAsync(Written);
        await journal.BeginRunAsync(Sample.Run, Stop);
        var key = Key("127.0.0.1:42113", 0);

        Assert.True(await journal.ClaimAsync(new(key, 0, Sample.Attempt("new")), Stop));
        Assert.False(await journal.ClaimAsync(new(key, 0, Sample.Attempt("twice")), Stop));

        var history = (await journal.ReadAsync([key], Stop))[0];
        Assert.Equal((2, 1L), (history.Attempts.Count, history.Version));
        Assert.Contains(history.Attempts, attempt => attempt.AttemptId == "new");
    }

    [Fact]
    public async Task An_old_attempt_is_settled_by_the_version_of_its_own_record()
    {
        await using var journal = await OpenWrittenAsync(Written);
        var history = (await journal.ReadAsync([Key("127.0.0.1:42113", 1)], Stop))[0];
        var attempt = Assert.Single(history.Attempts);
        var word = Sample.Outcome(ResendStatus.Rejected, source: OutcomeSource.Person);

        Assert.False(await journal.SettleAsync(attempt.AttemptId, word, history.Version, Stop));
        Assert.True(await journal.SettleAsync(attempt.AttemptId, word, history.VersionOf(attempt), Stop));
    }

    [Fact]
    public async Task A_block_under_the_old_name_is_lifted_under_todays()
    {
        await using var journal = await OpenWrittenAsync(Written);
        var key = Key("127.0.0.1:42113", 2);

        await journal.BlockAsync(key, null, Stop);

        Assert.Null((await journal.ReadAsync([key], Stop))[0].Block);
        Assert.Null((await journal.ReadAsync([key with { Realm = Written }], Stop))[0].Block);
    }

    // The time when the sample was written.
    private static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeMilliseconds(1795813230000);

    private static MessageKey Key(string realm, int number) => new(realm, "MQ_INST_1", "GID_old", $"0A1F070CE220A8397B1DCDAF{number:X8}");

    private async Task<IResendJournal> OpenWrittenAsync(string written)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Samples", "journal-6f8aa41.sql"), Stop);
        Folder.Run(sql.Replace(Written, written, StringComparison.Ordinal));
        return await OpenAsync();
    }

    private static async Task<List<RecordedAttempt>> QueryAsync(IResendJournal journal, AttemptQuery query)
    {
        var found = new List<RecordedAttempt>();
        await foreach (var attempt in journal.QueryAsync(query, Stop)) found.Add(attempt);
        return found;
    }
}
