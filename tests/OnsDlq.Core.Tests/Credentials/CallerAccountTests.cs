using System.Net;
using OnsDlq.Core.Tests.Transport;
using OnsDlq.Credentials;
using OnsDlq.Credentials.Sts;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>The account of a connection's keys, which calls without an instance ask for.</summary>
public sealed class CallerAccountTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_calls_ask_once()
    {
        using var outside = new Outside(_ => Answer("1880770869021234"));
        using var account = Account(outside, new FixedCredentials());

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => account.TryFindAsync(Cancel).AsTask()));

        Assert.All(found, one => Assert.Equal("1880770869021234", one));
        Assert.Equal("1880770869021234", account.Known);
        Assert.Equal("1880770869021234", await account.FindAsync(Cancel));
        Assert.Single(outside.Network.Requests);
    }

    [Theory]
    [InlineData("cn-hangzhou", false, null, "sts.cn-hangzhou.aliyuncs.com")]
    [InlineData("cn-hangzhou", true, null, "sts-vpc.cn-hangzhou.aliyuncs.com")]
    [InlineData(null, false, null, "sts.aliyuncs.com")]
    [InlineData("cn-hangzhou", true, "cn-beijing", "sts-vpc.cn-beijing.aliyuncs.com")]
    public async Task STS_is_called_from_where_the_service_is_called(string? region, bool vpc, string? named, string host)
    {
        using var outside = new Outside(_ => Answer("1"));
        if (named is not null) outside.Variables["ALIBABA_CLOUD_STS_REGION"] = named;
        using var account = Account(outside, new FixedCredentials(), new(RegionId: region, Vpc: vpc));

        Assert.Equal("1", await account.TryFindAsync(Cancel));

        Assert.Equal(host, Assert.Single(outside.Network.Requests).Uri.Host);
    }

    [Fact]
    public async Task Where_STS_cannot_be_reached_it_is_not_asked_again_for_ten_minutes()
    {
        var reachable = false;
        using var outside = new Outside(_ => reachable ? Answer("1") : throw new HttpRequestException(HttpRequestError.NameResolutionError));
        using var account = Account(outside, new FixedCredentials());

        Assert.Null(await account.TryFindAsync(Cancel));
        Assert.Null(await account.TryFindAsync(Cancel));
        outside.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Null(await account.TryFindAsync(Cancel));
        Assert.Single(outside.Network.Requests);

        reachable = true;
        outside.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("1", await account.TryFindAsync(Cancel));
    }

    [Theory]
    [InlineData("""{"RequestId":"1"}""")]
    [InlineData("<html></html>")]
    [InlineData("")]
    public async Task An_answer_without_an_account_is_none(string body)
    {
        using var outside = new Outside(_ => new(HttpStatusCode.OK) { Content = new StringContent(body) });
        using var account = Account(outside, new FixedCredentials());

        Assert.Null(await account.TryFindAsync(Cancel));
        await Assert.ThrowsAsync<CredentialsException>(() => account.FindAsync(Cancel));
    }

    [Fact]
    public async Task A_late_answer_holds_calls_up_for_a_second_together_and_serves_later_ones()
    {
        using var outside = new Outside(_ => Answer("1"));
        var slow = new SlowCredentials();
        using var account = Account(outside, slow);

        var first = account.TryFindAsync(Cancel).AsTask();
        await slow.Asked.Task.WaitAsync(Cancel);
        Assert.False(first.IsCompleted);
        outside.Clock.Advance(CallerAccount.Patience);
        Assert.Null(await first.WaitAsync(Cancel));
        var second = account.TryFindAsync(Cancel);
        Assert.True(second.IsCompleted);
        Assert.Null(await second);

        slow.Key.SetResult(new("testid", "testsecret"));
        while (account.Known is null) await Task.Yield();
        Assert.Equal("1", await account.TryFindAsync(Cancel));
        Assert.Single(outside.Network.Requests);
    }

    [Fact]
    public async Task A_cancelled_call_waits_no_longer_and_a_closed_connection_asks_no_more()
    {
        using var outside = new Outside(_ => Answer("1"));
        var slow = new SlowCredentials();
        var account = Account(outside, slow);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var call = account.TryFindAsync(stop.Token).AsTask();
        await slow.Asked.Task.WaitAsync(Cancel);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        account.Dispose();
        slow.Key.SetResult(new("testid", "testsecret"));
        Assert.Null(await account.TryFindAsync(Cancel));
        Assert.Empty(outside.Network.Requests);
    }

    private static CallerAccount Account(Outside outside, ICredentialsProvider keys, StsSite? site = null) =>
        new(new CallerIdentity(outside.Environment, keys), site ?? new(), outside.Clock);

    private static HttpResponseMessage Answer(string account) => new(HttpStatusCode.OK) { Content = new StringContent($$"""{"AccountId":"{{account}}"}""") };

    private sealed class SlowCredentials : ICredentialsProvider
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<AccessKey> Key { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Source => "a test";

        public async ValueTask<AccessKey> GetAsync(CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            return await Key.Task.WaitAsync(cancellationToken);
        }
    }
}
