using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

public sealed class ResendGuardTests : IAsyncDisposable
{
    private readonly ResendStage _stage = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_message_without_history_whose_instance_and_time_are_known_is_not_looked_up()
    {
        _stage.KnowTime();

        var guarded = await _stage.DecideAsync(ResendStage.Message());

        Assert.True(guarded.Decision.Send);
        Assert.Equal((1, 0L), (guarded.Decision.Round, guarded.History.Version));
        Assert.Null(guarded.LastAttempt);
        Assert.Equal(0, _stage.Service.LookUps);
        Assert.Equal(0, _stage.Journal.Writes);
    }

    [Fact]
    public async Task The_first_message_is_looked_up_where_the_services_time_is_not_known()
    {
        await _stage.DecideAsync(ResendStage.Message());
        await _stage.DecideAsync(ResendStage.Message("A2"));

        Assert.Equal(1, _stage.Service.LookUps);
        Assert.NotNull(_stage.Clock.Offset);
    }

    [Fact]
    public async Task Nothing_is_decided_while_the_service_does_not_tell_the_time()
    {
        _stage.Service.TellsTime = false;
        _stage.Service.Store("A1", _stage.Service.Now.AddHours(-1));

        var error = await Assert.ThrowsAsync<ServiceException>(() => _stage.DecideAsync(ResendStage.Message()));

        Assert.Equal(ErrorId.UnreadableAnswer, error.Id);
    }

    [Fact]
    public async Task An_instance_that_is_not_given_is_looked_up_always()
    {
        _stage.KnowTime().Service.Store("A1", _stage.Service.Now.AddHours(-1));

        var guarded = await _stage.DecideAsync(_stage.Listed(instanceId: null, stored: 1_700_000_000_000));

        Assert.Equal(1, _stage.Service.LookUps);
        Assert.Equal(ResendStage.Instance, guarded.Message.InstanceId);
        Assert.Equal(ResendStage.Instance, guarded.Key.InstanceId);
        Assert.Equal(2, guarded.EntriesSeen.Count);
    }

    [Fact]
    public async Task A_message_whose_instance_nobody_names_is_not_decided_on()
    {
        _stage.KnowTime().Service.InstanceId = null;
        _stage.Service.Store("A1", _stage.Service.Now.AddHours(-1));

        var error = await Assert.ThrowsAsync<ServiceException>(() => _stage.DecideAsync(ResendStage.Message(instanceId: null)));

        Assert.Equal(ErrorId.InstanceNotFound, error.Id);
        Assert.Equal(ResendStage.Instance, (await _stage.DecideAsync(ResendStage.Message())).Key.InstanceId);
    }

    [Fact]
    public async Task A_message_without_instance_that_the_service_does_not_have_is_not_decided_on()
    {
        _stage.Service.HasAll = false;

        var error = await Assert.ThrowsAsync<ServiceException>(() => _stage.DecideAsync(ResendStage.Message(instanceId: null)));

        Assert.Equal(ErrorId.MessageNotFound, error.Id);
    }

    [Theory]
    [InlineData("GID_orders", "a1")]
    [InlineData("MQ_INST_1%GID_orders", "A1")]
    public async Task A_group_with_its_instance_before_it_and_an_ID_in_another_case_are_the_same(string groupId, string msgId)
    {
        _stage.KnowTime();

        var guarded = await _stage.DecideAsync(ResendStage.Message() with { GroupId = groupId, MsgId = msgId });

        Assert.Equal(new MessageKey(ResendStage.Realm, ResendStage.Instance, ResendStage.Group, "A1"), guarded.Key);
        Assert.Equal((groupId, msgId), (guarded.Message.GroupId, guarded.Message.MsgId));
    }

    [Fact]
    public async Task A_store_time_from_a_file_is_no_evidence_that_a_message_came_back()
    {
        await _stage.KnowTime().RunAsync(ResendStage.Message());
        _stage.Time.Advance(TimeSpan.FromHours(1));
        var claimed = _stage.Listed(stored: _stage.Service.Now.ToUnixTimeMilliseconds()) with { ListedAt = null };

        var guarded = await _stage.DecideAsync(claimed);

        Assert.Equal(SkipReason.AlreadyResent, guarded.Decision.Reason);
        Assert.Equal(2, _stage.Service.LookUps);
        Assert.Equal([PlayedService.StoredLongAgo], guarded.EntriesSeen);
    }

    [Fact]
    public async Task A_message_by_its_bare_ID_is_sent_again_once_the_service_shows_that_it_came_back()
    {
        await _stage.KnowTime().RunAsync(ResendStage.Message());
        _stage.Time.Advance(TimeSpan.FromHours(1));
        var stored = _stage.Service.Store("A1", _stage.Service.Now.AddMinutes(-1));

        var guarded = await _stage.DecideAsync(ResendStage.Message());

        Assert.True(guarded.Decision.Send);
        Assert.Equal(2, guarded.Decision.Round);
        Assert.Equal([stored], guarded.EntriesSeen);
        Assert.Equal(ResendStatus.Accepted, guarded.LastAttempt!.Outcome!.Status);
    }

    [Fact]
    public async Task An_entry_that_was_listed_is_evidence_and_needs_no_look_up()
    {
        await _stage.KnowTime().RunAsync(ResendStage.Message());
        _stage.Time.Advance(TimeSpan.FromHours(1));

        var guarded = await _stage.DecideAsync(_stage.Listed(stored: _stage.Service.Now.AddMinutes(-1).ToUnixTimeMilliseconds()));

        Assert.True(guarded.Decision.Send);
        Assert.Equal(1, _stage.Service.LookUps);
    }

    [Fact]
    public async Task An_entry_without_a_store_time_is_looked_up_like_a_bare_ID()
    {
        await _stage.KnowTime().RunAsync(ResendStage.Message());

        await _stage.DecideAsync(_stage.Listed(stored: 0));

        Assert.Equal(2, _stage.Service.LookUps);
    }

    [Fact]
    public async Task A_message_in_flight_or_blocked_is_not_looked_up()
    {
        _stage.KnowTime();
        var key = (await _stage.DecideAsync(ResendStage.Message())).Key;
        await _stage.RunAsync(ResendStage.Message());
        await _stage.Memory.BlockAsync(key, new("handled", "ada", _stage.Service.Now, null), Cancel);
        Assert.Equal(SkipReason.Blocked, (await _stage.DecideAsync(ResendStage.Message())).Decision.Reason);
        await LeaveClaimAsync("A2");
        Assert.Equal(SkipReason.InFlight, (await _stage.DecideAsync(ResendStage.Message("A2"))).Decision.Reason);

        Assert.Equal(1, _stage.Service.LookUps);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_only_asks_decides_by_what_is_known_and_has_nothing_to_write_in(bool known)
    {
        if (known) await LeaveClaimAsync();
        _stage.Dead.Add(ResendStage.Process(2));
        var environment = _stage.EnvironmentToDecide(known ? _stage.Journal : new EmptyHistories());

        var guarded = await new ResendGuard(environment, new() { Calls = new() { IsWhatIf = true } }).DecideAsync(ResendStage.Message(), Cancel);

        Assert.Equal<SkipReason?>(known ? SkipReason.OutcomeUnknown : null, guarded.Decision.Reason);
        Assert.Throws<InvalidOperationException>(() => environment.Journal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_of_a_dead_process_is_settled_as_unknown_unless_it_is_only_asked(bool whatIf)
    {
        var claim = await LeaveClaimAsync();
        _stage.Time.Advance(TimeSpan.FromSeconds(10));
        _stage.Dead.Add(ResendStage.Process(2));
        var writes = _stage.Journal.Writes;

        var guarded = await _stage.DecideAsync(ResendStage.Message(), new() { Calls = new() { IsWhatIf = whatIf } });

        Assert.Equal(SkipReason.OutcomeUnknown, guarded.Decision.Reason);
        Assert.Equal(whatIf ? writes : writes + 1, _stage.Journal.Writes);
        var attempt = await _stage.AttemptAsync();
        Assert.Equal(whatIf ? 0 : 1, attempt.Outcomes.Count);
        if (whatIf) return;
        Assert.Equal((ResendStatus.Unknown, OutcomeSource.Abandoned), (attempt.Outcome!.Status, attempt.Outcome.Source));
        Assert.Equal(ClaimRule.AbandonedAt(claim, _stage.Clock.Latest), attempt.Outcome.At);
        Assert.Equal(guarded.History.Version, (await _stage.HistoryAsync()).Version);
    }

    [Fact]
    public async Task A_claim_that_was_renewed_while_it_was_taken_for_abandoned_is_looked_at_again()
    {
        var claim = await LeaveClaimAsync();
        _stage.Time.Advance(TimeSpan.FromMinutes(20));
        _stage.Journal.Settling = async _ =>
        {
            _stage.Journal.Settling = null;
            await _stage.Memory.RenewAsync(claim.AttemptId, _stage.Service.Now, _stage.Service.Now.AddMinutes(1), Cancel);
        };

        var guarded = await _stage.DecideAsync(ResendStage.Message());

        Assert.Equal(SkipReason.InFlight, guarded.Decision.Reason);
        Assert.Null((await _stage.AttemptAsync()).Outcome);
    }

    private async Task<Attempt> LeaveClaimAsync(string msgId = "A1")
    {
        _stage.KnowTime();
        await _stage.Memory.BeginRunAsync(new("run-" + msgId, _stage.Time.GetUtcNow(), "bob@machine", ResendStage.Process(2), null), Cancel);
        var claim = new Attempt
        {
            AttemptId = "attempt-" + msgId,
            RunId = "run-" + msgId,
            Round = 1,
            Holder = ResendStage.Process(2),
            ClaimedAt = _stage.Clock.Now,
            LeaseUntil = _stage.Clock.Now.AddMinutes(1),
            SignedAt = _stage.Time.GetUtcNow(),
        };
        Assert.True(await _stage.Memory.ClaimAsync(new(new(ResendStage.Realm, ResendStage.Instance, ResendStage.Group, msgId), 0, claim), Cancel));
        return claim;
    }
}
