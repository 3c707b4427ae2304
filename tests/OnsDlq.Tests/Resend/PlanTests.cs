using System.Management.Automation;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Saving;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Resend;

/// <summary>Invoke-OnsDlqResend -Plan, and a plan that is given back.</summary>
public sealed class PlanTests : IDisposable
{
    private const string Plan = "$plan = 'A1', 'A2', 'A1', 'A3' | Invoke-OnsDlqResend GID_orders -Connection $c -Plan; ";
    private const string Send = "Invoke-OnsDlqResend -Connection $c -Confirm:$false";

    private readonly ResendSession _session = new(ScriptedHost.NonInteractive());

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(" -WhatIf")]
    [InlineData(" -Confirm")]
    public async Task A_plan_has_a_row_for_each_message_asks_nothing_and_sends_nothing(string more)
    {
        var run = await _session.RunAsync($"'A1', 'A2', 'A1' | Invoke-OnsDlqResend GID_orders -Connection $c -Plan{more}");

        RunAssert.NoErrors(run);
        Assert.Equal(
            [("A1", "WouldSend", ""), ("A2", "WouldSend", ""), ("A1", "Skipped", "DuplicateInput")],
            run.OutputAs<ResendResult>().Select(row => (row.MsgId, $"{row.Status}", $"{row.Reason}")));
        Assert.All(run.OutputAs<ResendResult>(), row => Assert.Equal((true, null), (row.PlannedAt is not null, row.RunId)));
        Assert.DoesNotContain("What if:", _session.Host.Screen, StringComparison.Ordinal);
        Assert.Empty(_session.Sent);
    }

    [Theory]
    [InlineData("$plan")]
    [InlineData("$plan | ConvertTo-Csv | ConvertFrom-Csv")]
    [InlineData("$plan | ConvertTo-Json | ConvertFrom-Json")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($plan))")]
    [InlineData("$plan | Select-Object MsgId, GroupId, Status | ConvertTo-Csv | ConvertFrom-Csv")]
    [InlineData("$plan | Select-Object MsgId, GroupId, PlannedAt, Status")]
    public async Task A_plan_given_back_sends_what_it_would_send_and_nothing_else(string plan)
    {
        // The third row names a message that is sent by no other row.
        var run = await _session.RunAsync(
            Plan + $"$rows = @({plan}); $other = $rows[-1] | Select-Object *; $other.MsgId = 'B9'; $other.Status = 'Skipped'; $rows + $other | {Send}");

        RunAssert.NoErrors(run);
        Assert.Equal(["A1", "A2", "A3"], _session.Sent);
        var results = run.OutputAs<ResendResult>();
        Assert.Equal(3, results.Count(result => $"{result.Status}" == "Accepted"));
        var left = results.Where(result => $"{result.Reason}" == "NotPlanned").ToArray();
        Assert.Equal(["A1", "B9"], left.Select(result => result.MsgId).Order());
        Assert.All(left, result => Assert.StartsWith("The plan that it comes from does not send it: Skipped", result.ErrorMessage, StringComparison.Ordinal));
        Assert.All(results, result => Assert.Equal((true, null), (result.RunId is not null, result.PlannedAt)));
    }

    /// <summary>The status is gone, but the reason shows that the plan does not send it.</summary>
    [Theory]
    [InlineData("$plan | Select-Object MsgId, GroupId, Reason")]
    [InlineData("$plan | Select-Object MsgId, GroupId, @{ Name = 'Reason'; Expression = { \"$($_.Reason)\".ToLower() } } | ConvertTo-Csv | ConvertFrom-Csv")]
    public async Task A_row_that_keeps_only_the_reason_why_it_is_skipped_is_not_sent(string plan)
    {
        await _session.RunAsync($"'A1' | {Send} -GroupId GID_orders");
        var run = await _session.RunAsync(
            "$plan = 'A1', 'A2' | Invoke-OnsDlqResend GID_orders -Connection $c -Plan; " + $"{plan} | {Send} -Override AlreadyResent -Reason again");

        RunAssert.NoErrors(run);
        Assert.Equal(["A1", "A2"], _session.Sent);
        Assert.Equal(["NotPlanned", "Accepted"], run.OutputAs<ResendResult>().OrderBy(row => row.MsgId).Select(row => $"{row.Reason ?? row.Status}"));
    }

    [Theory]
    [InlineData("Skipped", "2026-11-28T08:00Z", false)]
    [InlineData("Skipped", null, false)]
    [InlineData("WouldSend", "2026-11-28T08:00Z", true)]
    public void A_row_that_is_not_sent_cannot_become_a_dead_letter_that_is(string status, string? plannedAt, bool becomesOne)
    {
        var row = new PSObject();
        foreach (var (name, value) in new (string, object?)[]
        {
            ("MsgId", "A1"), ("GroupId", "GID_orders"), ("StoreTimestamp", 1764000000123L), ("Status", status), ("PlannedAt", plannedAt),
        })
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }

        object Convert() => new DeadLetterConverter().ConvertFrom(row, typeof(DeadLetter), null!, ignoreCase: true);
        if (becomesOne) Assert.IsType<DeadLetter>(Convert());
        else Assert.Contains("a plan that does not send it (Skipped)", Assert.Throws<InvalidCastException>(Convert).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_no_permission()
    {
        var run = await _session.RunAsync(Plan + $"$null = 'A2' | {Send} GID_orders; $plan | {Send}");

        Assert.Equal(1, _session.Client.Sent["A2"]);
        Assert.Equal("AlreadyResent", $"{Assert.Single(run.OutputAs<ResendResult>(), result => result.MsgId == "A2").Reason}");
    }

    [Fact]
    public async Task A_result_of_a_run_is_no_row_of_a_plan()
    {
        var run = await _session.RunAsync(
            $"$null = 'A1' | {Send} GID_orders; $skipped = 'A1' | {Send} GID_orders; $skipped | {Send} -Override AlreadyResent");

        Assert.Equal("Accepted", $"{Assert.Single(run.OutputAs<ResendResult>()).Status}");
        Assert.Equal(2, _session.Client.Sent["A1"]);
    }

    [Fact]
    public async Task What_a_plan_leaves_out_cannot_be_lifted()
    {
        var run = await _session.RunAsync(Plan + $"$plan | {Send} -Override NotPlanned");

        Assert.Contains("NotPlanned cannot be lifted", run.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(_session.Sent);
    }

    [Theory]
    [InlineData("-WhatIf", true)]
    [InlineData("-Plan", false)]
    public async Task It_ends_with_totals(string parameter, bool isOnScreen)
    {
        var run = await _session.RunAsync($"'A1', 'A2', 'A1' | Invoke-OnsDlqResend GID_orders -Connection $c {parameter} -RequestsPerSecond 0.5");

        string[] lines = ["Would send 2 messages to GID_orders at 0.5 a second, in about 4 s.", "Would skip 1: 1 DuplicateInput."];
        Assert.Equal(lines, run.Information);
        Assert.All(lines, line => Assert.Equal(isOnScreen, _session.Host.Screen.Contains(line, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_that_cannot_be_decided_on_is_counted_and_not_sent_by_the_plan()
    {
        using var session = new ResendSession(instanceId: null);

        var run = await session.RunAsync(
            $"$plan = 'A1' | Invoke-OnsDlqResend GID_orders -Connection $c -Plan -ErrorAction SilentlyContinue; $plan; $plan | {Send}");

        Assert.Equal(["Rejected", "NotPlanned"], run.OutputAs<ResendResult>().Select(row => $"{row.Reason ?? row.Status}"));
        Assert.Equal(["Would send nothing.", "1 message could not be decided on; the errors say why."], run.Information.Take(2));
    }
}
