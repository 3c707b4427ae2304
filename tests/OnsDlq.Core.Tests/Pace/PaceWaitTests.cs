using Microsoft.Extensions.Time.Testing;
using OnsDlq.Pace;
using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Pace;

/// <summary>A command is told what its calls wait for.</summary>
public sealed class PaceWaitTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ProcessPaceStore _journal = new();
    private readonly List<PaceWait> _waits = [];
    private readonly PacedCall _call;

    public PaceWaitTests() => _call = new ServiceCall("A", new Dictionary<string, string>(), CallKind.Resend)
        .Paced(new AccessKey("key", "secret"), new() { RequestsPerSecond = 0.05, Waits = _waits.Add });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_waits_for_its_slot_tells_for_how_long()
    {
        var pace = Process();
        Assert.True(await pace.LeaveAsync(await pace.TakeAsync(_call, Cancel), Cancel));
        Assert.Empty(_waits);

        var second = pace.TakeAsync(_call, Cancel).AsTask();

        Assert.Equal(new PaceWait(TimeSpan.FromSeconds(20) - PaceRule.Lead(_call.Interval), IsHold: false), Assert.Single(_waits));
        _time.Advance(TimeSpan.FromSeconds(20));
        await second;
    }

    [Fact]
    public async Task A_call_that_is_held_by_another_process_tells_it_every_second()
    {
        var other = Process();
        var slot = await other.TakeAsync(_call with { Waits = null }, Cancel);
        await other.ThrottledAsync(slot, TimeSpan.FromSeconds(45));

        var held = Process().TakeAsync(_call, Cancel).AsTask();
        for (var second = 0; second < 2; second++) _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(held.IsCompleted);
        Assert.Equal([45, 44, 43], _waits.Select(wait => (int)Math.Round(wait.Length.TotalSeconds)));
        Assert.All(_waits, wait => Assert.True(wait.IsHold));
    }

    private SharedPace Process() => new("realm", new PaceSource(_ => ValueTask.FromResult<IPaceStore?>(_journal), _time), _time);
}
