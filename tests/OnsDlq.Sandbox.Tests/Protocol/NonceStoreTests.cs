using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Tests.Protocol;

/// <summary>Which nonces are stored, and for how long.</summary>
public sealed class NonceStoreTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void A_nonce_is_remembered_as_long_as_its_call_could_pass_the_clock_check()
    {
        var store = new NonceStore(_time);
        Assert.True(store.TryUse("key", "nonce"));
        Assert.True(store.TryUse("other key", "nonce"));
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.False(store.TryUse("key", "nonce"));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(store.TryUse("key", "nonce"));
    }

    [Fact]
    public void What_is_past_is_forgotten_so_that_memory_does_not_grow()
    {
        var store = new NonceStore(_time);
        for (var minute = 0; minute < 600; minute++)
        {
            for (var i = 0; i < 100; i++)
                Assert.True(store.TryUse("key", string.Create(CultureInfo.InvariantCulture, $"{minute}-{i}")));

            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.InRange(store.Count, 100, 3500);
        }
    }

    [Fact]
    public void A_clock_that_is_set_back_forgets_nothing()
    {
        var clock = new SandboxClock(_time);
        var store = new NonceStore(clock);
        Assert.True(store.TryUse("key", "nonce"));
        clock.Offset = TimeSpan.FromHours(-2);
        Assert.False(store.TryUse("key", "nonce"));
        Assert.True(store.TryUse("key", "later"));
        Assert.False(store.TryUse("key", "later"));
    }

    [Fact]
    public void Callers_at_once_use_a_nonce_once()
    {
        var store = new NonceStore(_time);
        var used = 0;
        Parallel.For(0, 2000, i =>
        {
            if (store.TryUse("key", (i % 100).ToString(CultureInfo.InvariantCulture))) Interlocked.Increment(ref used);
        });
        Assert.Equal(100, used);
    }
}
