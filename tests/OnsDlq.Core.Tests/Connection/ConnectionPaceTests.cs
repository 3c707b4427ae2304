using System.Net;
using System.Text.RegularExpressions;
using OnsDlq.Connection;
using OnsDlq.Core.Tests.Credentials;
using OnsDlq.Core.Tests.Transport;
using OnsDlq.Credentials.Sts;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Operations;
using OnsDlq.Pace;
using OnsDlq.Signing;
using OnsDlq.TestKit.Journal;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Connection;

/// <summary>Where the state of a connection's rate limiter is stored.</summary>
public sealed class ConnectionPaceTests
{
    private const string Endpoint = "http://127.0.0.1:1";

    private static readonly PaceKey Key = new("testid", "127.0.0.1:1", GetByIdCodec.Action);

    private readonly NoWaitTime _time = new();
    private readonly List<string> _notices = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_kept_in_the_journal()
    {
        await using var journal = new MemoryJournal();

        await CallAsync(new MemoryJournalOpener(journal));

        // The call had time slots a hundred seconds apart, so the next one is in the future.
        var now = _time.GetUtcNow();
        Assert.True(await journal.TakeSlotsAsync(Key, 1, TimeSpan.FromSeconds(100), now, Cancel) > now);
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task No_journal_is_made_for_it()
    {
        await using var journal = new MemoryJournal();
        var opener = new MemoryJournalOpener(journal) { Exists = false };

        await CallAsync(opener);

        Assert.Equal(0, opener.Opened);
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_used_is_told_of_and_fails_no_call()
    {
        await using var journal = new MemoryJournal();
        var opener = new MemoryJournalOpener(journal) { Fault = new JournalException(ErrorId.JournalLocked, "memory", "It is locked.") };

        await CallAsync(opener);

        Assert.NotEmpty(_notices);
        Assert.All(_notices, notice => Assert.Equal("The pace is not shared with other processes for now. It is locked.", notice));
    }

    [Fact]
    public async Task A_call_without_an_instance_counts_to_the_account_that_STS_tells()
    {
        await using var journal = new MemoryJournal();
        using var outside = new Outside(AccountOf);
        await CallAsync(new(journal), outside, "kim-of-7");
        Assert.True(await IsPacedAsync(journal, "7"));
        Assert.False(await IsPacedAsync(journal, "8"));
        await CallAsync(new(journal), outside, "pat-of-8");
        Assert.True(await IsPacedAsync(journal, "8"));

        // Each of the two was asked about once; the instance of the last one tells its account.
        await CallAsync(new(journal), outside, "lee-of-9", more: options => options with { InstanceId = "MQ_INST_9_abc" });
        Assert.True(await IsPacedAsync(journal, "9"));
        Assert.Equal(2, outside.Network.Requests.Count);
        Assert.All(outside.Network.Requests, request => Assert.Equal(new Uri(Endpoint), new Uri(request.Uri, "/")));
    }

    [Fact]
    public async Task Where_STS_gives_no_account_a_call_goes_by_its_access_key_without_a_word()
    {
        await using var journal = new MemoryJournal();
        using var outside = new Outside();

        await CallAsync(new(journal), outside, "kim");

        Assert.True(await IsPacedAsync(journal, "kim"));
        Assert.Single(outside.Network.Requests);
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task STS_is_not_asked_where_nobody_shares_the_pace()
    {
        await using var journal = new MemoryJournal();
        using var outside = new Outside(AccountOf);

        await CallAsync(new(journal) { Exists = false }, outside, "kim-of-7");
        await CallAsync(new(journal), outside, "kim-of-7", isWhatIf: true);
        await CallAsync(new(journal), outside, "kim-of-7", "MQ_INST_7_abc");

        Assert.Empty(outside.Network.Requests);
    }

    [Fact]
    public async Task STS_is_not_asked_about_the_keys_of_a_host_that_is_no_region()
    {
        await using var journal = new MemoryJournal();
        using var outside = new Outside(AccountOf);

        await CallAsync(new(journal), outside, "kim-of-7", more: options => options with { Endpoint = "https://ons.example.invalid" });

        Assert.Empty(outside.Network.Requests);
    }

    [Theory]
    [InlineData("https://ons-vpc.cn-hangzhou.aliyuncs.com:1", true, "sts-vpc.cn-hangzhou.aliyuncs.com")]
    [InlineData("https://ons.aliyuncs.com:1", false, "sts.aliyuncs.com")]
    [InlineData("https://ons.example.invalid", true, "sts.cn-hangzhou.aliyuncs.com")]
    public async Task The_STS_of_the_region_is_asked(string endpoint, bool isRegionNamed, string host)
    {
        using var outside = new Outside(AccountOf);
        using var connection = ConnectionFactory.Create(Options(new(new MemoryJournal()), outside, "kim-of-7") with { Endpoint = endpoint, IsRegionNamed = isRegionNamed });

        await connection.FindAccountAsync(Cancel);

        Assert.Equal(("7", host), (connection.AccountId, Assert.Single(outside.Network.Requests).Uri.Host));
    }

    private static HttpResponseMessage AccountOf(HttpRequestMessage request)
    {
        var account = Regex.Match(request.RequestUri!.Query, "[?&]AccessKeyId=[a-z]+-of-([0-9]+)").Groups[1].Value;
        return new(HttpStatusCode.OK) { Content = new StringContent($$"""{"AccountId":"{{account}}"}""") };
    }

    // The calls had time slots a hundred seconds apart, so where one counted to the account the next one is in the future.
    private async Task<bool> IsPacedAsync(MemoryJournal journal, string account)
    {
        var now = _time.GetUtcNow();
        return await journal.TakeSlotsAsync(Key with { Account = account }, 1, TimeSpan.FromSeconds(100), now, Cancel) > now;
    }

    private Task CallAsync(MemoryJournalOpener opener) => CallAsync(opener, null, "testid");

    private ConnectionOptions Options(MemoryJournalOpener opener, Outside? outside, string keyId)
    {
        var keys = new FixedCredentials(new AccessKey(keyId, "testsecret"));
        return new()
        {
            RegionId = "cn-hangzhou",
            Endpoint = Endpoint,
            Credentials = keys,
            Caller = outside is null ? null : new CallerIdentity(outside.Environment, keys),
            Journal = opener.Connect(),
            Time = _time,
            Nonces = new RandomNonceSource(),
            Jitter = () => 0,
        };
    }

    // No server listens there: the call fails for this reason only, after its tries.
    private async Task CallAsync(
        MemoryJournalOpener opener, Outside? outside, string keyId, string? instanceId = null, bool isWhatIf = false,
        Func<ConnectionOptions, ConnectionOptions>? more = null)
    {
        var options = Options(opener, outside, keyId);
        using var connection = ConnectionFactory.Create(more?.Invoke(options) ?? options);
        var context = new CallContext { RequestsPerSecond = 0.01, Notice = _notices.Add, TryTimeout = NoWaitTime.Never, IsWhatIf = isWhatIf };
        var error = await Assert.ThrowsAsync<ServiceException>(() => connection.Client.GetByIdAsync("GID_a", "A1", instanceId, context, Cancel));
        Assert.Equal((ErrorId.ServiceUnreachable, RetryRule.MostTries), (error.Id, error.Tries));
    }
}
