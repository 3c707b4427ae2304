using Microsoft.Extensions.Time.Testing;
using OnsDlq.Pace;

namespace OnsDlq.Core.Tests.Pace;

/// <summary>The rate limiter against a service that counts calls in windows of a minute, in simulated time.</summary>
public sealed class PaceUnderQuotaTests
{
    private const int Quota = 600;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly PacedCall Call = new("key", "A", PaceRule.Interval(PaceRule.DefaultRate));

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 13, TimeSpan.Zero));
    private readonly ProcessPaceStore _journal = new();
    private long _window;
    private int _taken;
    private int _refused;
    private int _answered;

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(3, 0, true)]
    [InlineData(1, 5, true)]
    [InlineData(1, 5, false)]
    [InlineData(3, 5, true)]
    public void A_quota_is_used_up_and_hardly_a_call_refused(int processes, int othersASecond, bool tellsHowLongToWait)
    {
        const int Messages = 1500;
        var begin = _time.GetTimestamp();
        var callers = Enumerable.Range(0, processes).Select(_ => new SharedPace(
                "realm", new PaceSource(_ => ValueTask.FromResult<IPaceStore?>(_journal), _time), _time))
            .SelectMany(pace => Enumerable.Range(0, 8).Select(_ => SendAsync(pace, Messages, tellsHowLongToWait))).ToArray();

        // Another caller continues at its own rate, with the same quota or without.
        var others = 0;
        while (!callers.All(caller => caller.IsCompleted))
        {
            _time.Advance(Step);
            for (; others < _time.GetElapsedTime(begin).TotalSeconds * othersASecond; others++) Take();
            Assert.True(_time.GetElapsedTime(begin) < TimeSpan.FromHours(1));
        }

        var ideal = TimeSpan.FromSeconds(Messages / (Quota / Window.TotalSeconds - othersASecond));
        Assert.InRange(_time.GetElapsedTime(begin) / ideal, 0, 1.05);
        Assert.InRange((double)_refused / (_answered + _refused), 0, 0.01);
        Assert.Equal(othersASecond > 0, _refused > 0);
    }

    private async Task SendAsync(SharedPace pace, int messages, bool tellsHowLongToWait)
    {
        while (_answered < messages)
        {
            var slot = await pace.TakeAsync(Call, CancellationToken.None).ConfigureAwait(false);
            if (!await pace.LeaveAsync(slot, CancellationToken.None).ConfigureAwait(false)) continue;
            await Task.Delay(Step * 2, _time).ConfigureAwait(false);
            var wait = Take();
            await Task.Delay(Step * 2, _time).ConfigureAwait(false);
            if (wait is not null)
            {
                _refused++;
                await pace.ThrottledAsync(slot, tellsHowLongToWait ? wait : null).ConfigureAwait(false);
            }
            else
            {
                _answered++;
                await pace.AnsweredAsync(slot).ConfigureAwait(false);
            }
        }
    }

    // Windows begin at whole minutes. Null if the call is admitted, else the time until the next window.
    private TimeSpan? Take()
    {
        var (now, window) = (_time.GetUtcNow().Ticks, _time.GetUtcNow().Ticks / Window.Ticks);
        if (window != _window) (_window, _taken) = (window, 0);
        return _taken++ < Quota ? null : TimeSpan.FromTicks(((window + 1) * Window.Ticks) - now);
    }
}
