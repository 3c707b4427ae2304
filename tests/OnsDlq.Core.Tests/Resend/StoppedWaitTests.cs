using OnsDlq.Core.Tests.Transport;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Pace;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>A stop while messages wait for their turn, on a clock that does not advance: no wait ends because time passes.</summary>
public sealed class StoppedWaitTests : ResendEngineTestBase
{
    private ResendEngine Start(ScriptedSender sender, ResendOptions options)
    {
        var pace = new SharedPace(ResendStage.Realm, new PaceSource(Time), Time);
        var caller = new ServiceCaller(sender, new FixedCredentials(), pace, Time, () => 1);
        return Stage.Start(options, client: new DeadLetterClient(caller, "host", ResendStage.Realm, ResendStage.Realm, Time));
    }

    [Fact]
    public async Task A_wait_for_the_quota_ends_at_once_and_nothing_more_is_sent()
    {
        var sender = new ScriptedSender((ServiceException?)null);
        var engine = Start(sender, new() { ThrottleLimit = 3, Calls = new() { RequestsPerSecond = 0.001 } });
        await EnqueueAsync(engine, 1, 3);
        var first = await NextAsync(engine);

        engine.Stop();

        var rest = await AllAsync(engine);
        Assert.NotEqual(StatusName.Skipped, first.Result.Status);
        Assert.Equal(2, rest.Count);
        Assert.All(rest, outcome => Assert.Equal((StatusName.Skipped, ReasonName.RunStopped), (outcome.Result.Status, outcome.Result.Reason)));
        Assert.Single(sender.Keys);
        Assert.Equal(0, engine.InFlight);
    }

    [Fact]
    public async Task A_wait_between_two_tries_ends_at_once_and_leaves_the_message_rejected()
    {
        var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sender = new ScriptedSender(ScriptedSender.Fails(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User", retryAfter: 50))
        {
            Sending = () => tried.TrySetResult(),
        };
        var engine = Start(sender, new() { ThrottleLimit = 1 });
        await EnqueueAsync(engine, 1, 1);
        await tried.Task.WaitAsync(Guard, Cancel);

        engine.Stop();

        var result = Assert.Single(await AllAsync(engine)).Result;
        Assert.Equal((StatusName.Rejected, 1), (result.Status, result.Tries));
        Assert.Equal(ResendStatus.Rejected, Assert.Single((await Stage.Memory.ReadAsync([Key(1)], Cancel))[0].Attempts).Outcome!.Status);
    }

    [Fact]
    public async Task Requests_on_their_way_are_counted_until_they_end()
    {
        var engine = Start(throttleLimit: 2);
        await EnqueueAsync(engine, 1, 3);
        var first = await Client.NextAsync(Cancel);
        var second = await Client.NextAsync(Cancel);
        Assert.Equal(2, engine.InFlight);

        engine.Stop();
        Assert.Equal(2, engine.InFlight);
        first.Accept();
        second.Throw(Failure.Of(ErrorId.ConnectionLost, RequestReach.Written));

        Assert.Equal(3, (await AllAsync(engine)).Count);
        Assert.Equal(0, engine.InFlight);
    }

    private static MessageKey Key(int number) => MessageKey.Of(ResendStage.Realm, ResendStage.Instance, ResendStage.Group, $"A{number}");
}
