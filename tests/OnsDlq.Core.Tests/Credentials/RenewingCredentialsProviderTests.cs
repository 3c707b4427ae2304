using Microsoft.Extensions.Time.Testing;
using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>When temporary keys are fetched, and how often.</summary>
public class RenewingCredentialsProviderTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Theory]
    [InlineData(3600, 2699, 2700)]
    [InlineData(36000, 35099, 35100)]
    [InlineData(900, 674, 675)]
    [InlineData(8, 5, 6)]
    public async Task Keys_are_renewed_15_min_before_the_end_or_a_quarter_of_a_short_life(int life, int keptFor, int renewedAt)
    {
        var source = new CountingSource(_ => Key("k", life));
        var provider = new RenewingCredentialsProvider(source, _clock);
        await GetAsync(provider);
        _clock.Advance(TimeSpan.FromSeconds(keptFor));
        await GetAsync(provider);
        Assert.Equal(1, source.Fetches);

        _clock.Advance(TimeSpan.FromSeconds(renewedAt - keptFor));
        await GetAsync(provider);
        Assert.Equal(2, source.Fetches);
    }

    [Fact]
    public async Task Keys_without_an_end_are_asked_for_again_within_five_minutes()
    {
        var source = new CountingSource(_ => new AccessKey("k", "s"));
        var provider = new RenewingCredentialsProvider(source, _clock);
        await GetAsync(provider);
        _clock.Advance(TimeSpan.FromMinutes(3));
        await GetAsync(provider);
        Assert.Equal(1, source.Fetches);

        _clock.Advance(TimeSpan.FromMinutes(2));
        await GetAsync(provider);
        Assert.Equal(2, source.Fetches);
    }

    [Fact]
    public async Task A_failed_early_renewal_keeps_valid_keys_and_is_tried_again_after_a_pause_but_not_beyond_the_end()
    {
        var source = new CountingSource(fetch => fetch == 1 ? Key("old", 3600) : throw Failure());
        var provider = new RenewingCredentialsProvider(source, _clock);
        await GetAsync(provider);

        _clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal("old", (await GetAsync(provider)).Id);
        Assert.Equal("old", (await GetAsync(provider)).Id);
        Assert.Equal(2, source.Fetches);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("old", (await GetAsync(provider)).Id);
        Assert.Equal(3, source.Fetches);

        _clock.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<CredentialsException>(() => GetAsync(provider));
        await Assert.ThrowsAsync<CredentialsException>(() => GetAsync(provider));
        Assert.Equal(5, source.Fetches);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        var provider = new RenewingCredentialsProvider(new CountingSource(fetch => fetch == 1 ? throw Failure() : Key("k", 3600)), _clock);

        await Assert.ThrowsAsync<CredentialsException>(() => GetAsync(provider));
        Assert.Equal("k", (await GetAsync(provider)).Id);
    }

    [Fact]
    public async Task Keys_that_have_run_out_on_arrival_are_an_error()
    {
        var provider = new RenewingCredentialsProvider(new CountingSource(_ => Key("k", 0)), _clock);

        var error = await Assert.ThrowsAsync<CredentialsException>(() => GetAsync(provider));
        Assert.Equal(ErrorId.CredentialSourceFailed, error.Id);
        Assert.StartsWith("The keys of the test have run out already, at 2024-01-02 03:04:05Z.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_callers_make_one_fetch()
    {
        var source = new GatedSource(Key("k", 3600));
        var provider = new RenewingCredentialsProvider(source, _clock);
        var callers = Enumerable.Range(0, 100).Select(_ => GetAsync(provider)).ToArray();
        await source.Started.WaitAsync(TestContext.Current.CancellationToken);
        source.Open();

        Assert.All(await Task.WhenAll(callers), key => Assert.Equal("k", key.Id));
        Assert.Equal(1, source.Fetches);
    }

    [Fact]
    public async Task A_caller_that_is_cancelled_leaves_the_fetch_to_the_others()
    {
        var source = new GatedSource(Key("k", 3600));
        var provider = new RenewingCredentialsProvider(source, _clock);
        using var cancellation = new CancellationTokenSource();
        var leaving = provider.GetAsync(cancellation.Token).AsTask();
        var staying = GetAsync(provider);
        await source.Started.WaitAsync(TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        source.Open();

        Assert.Equal("k", (await staying).Id);
        Assert.Equal(1, source.Fetches);
        Assert.False(source.WasCancelled);
    }

    [Fact]
    public async Task The_last_caller_to_leave_ends_the_fetch_and_the_next_one_starts_another()
    {
        var source = new GatedSource(Key("k", 3600));
        var provider = new RenewingCredentialsProvider(source, _clock);
        using var cancellation = new CancellationTokenSource();
        var leaving = provider.GetAsync(cancellation.Token).AsTask();
        await source.Started.WaitAsync(TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.True(source.WasCancelled);

        source.Open();
        Assert.Equal("k", (await GetAsync(provider)).Id);
        Assert.Equal(2, source.Fetches);
    }

    private static Task<AccessKey> GetAsync(RenewingCredentialsProvider provider) =>
        provider.GetAsync(TestContext.Current.CancellationToken).AsTask();

    private static CredentialsException Failure() => new(ErrorId.CredentialSourceFailed, "down");

    private AccessKey Key(string id, int seconds) => new(id, "s", "t", _clock.GetUtcNow().AddSeconds(seconds));

    private sealed class CountingSource(Func<int, AccessKey> fetch) : ITemporaryKeySource
    {
        public int Fetches { get; private set; }

        public string Source => "the test";

        public Task<AccessKey> FetchAsync(CancellationToken cancellationToken) => Task.FromResult(fetch(++Fetches));
    }

    private sealed class GatedSource(AccessKey key) : ITemporaryKeySource
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _fetches;

        public int Fetches => _fetches;

        public bool WasCancelled { get; private set; }

        public Task Started => _started.Task;

        public string Source => "the test";

        public void Open() => _gate.SetResult();

        public async Task<AccessKey> FetchAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _fetches);
            _started.TrySetResult();
            try
            {
                await _gate.Task.WaitAsync(cancellationToken);
                return key;
            }
            catch (OperationCanceledException)
            {
                WasCancelled = true;
                throw;
            }
        }
    }
}
