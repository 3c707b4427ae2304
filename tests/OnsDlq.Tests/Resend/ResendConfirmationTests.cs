using System.Management.Automation;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Resend;

public sealed class ResendConfirmationTests
{
    private const string Resend = "'A1', 'A2', 'A3' | Invoke-OnsDlqResend GID_orders -Connection $c";

    private static void AssertUnavailable(ModuleRun run)
    {
        RunAssert.Terminated(run, "ConfirmationUnavailable", ErrorCategory.InvalidOperation, "A1");
        Assert.Contains("-Confirm:$false", run.TerminatingError!.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("A1 A2 A3", "Yes", "Yes", "Yes")]
    [InlineData("A1 A3", "Yes", "No", "Yes")]
    [InlineData("A1 A2 A3", "Yes to All")]
    [InlineData("A2 A3", "No", "Yes to All")]
    [InlineData("", "No to All")]
    [InlineData("A1", "Yes", "No to All")]
    [InlineData("", "No", "No", "No")]
    public async Task Each_message_is_asked_for_until_all_are_answered(string sent, params string[] answers)
    {
        using var session = new ResendSession(ScriptedHost.Answering(answers));

        var run = await session.RunAsync(Resend);

        RunAssert.NoErrors(run);
        Assert.Equal(sent, string.Join(' ', session.Sent));
        Assert.Equal(answers.Length, session.Host.Prompts.Count);
        var results = run.OutputAs<ResendResult>();
        Assert.Equal(
            session.Sent,
            results.Where(result => result.Status == StatusName.Accepted).Select(result => result.MsgId).Order(StringComparer.Ordinal));
        Assert.Equal(3 - session.Sent.Count(), results.Count(result => (result.Status, result.Reason) == (StatusName.Skipped, ReasonName.Declined)));
        Assert.Equal(3, results.Count);
    }

    [Fact]
    public async Task The_prompt_names_message_group_instance_and_region()
    {
        using var session = new ResendSession(ScriptedHost.Answering("No"));

        await session.RunAsync("Invoke-OnsDlqResend GID_orders A1 -Connection $c");

        var prompt = Assert.Single(session.Host.Prompts);
        Assert.All(["A1", "GID_orders", "MQ_INST_1", "cn-hangzhou", "Suspend"], part => Assert.Contains(part, prompt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_prompt_names_topic_tag_key_age_and_where_it_would_go()
    {
        using var session = new ResendSession(ScriptedHost.Answering("No", "No"));
        session.Set("letter", new DeadLetter("A1", "GID_orders", "MQ_INST_1", "cn-hangzhou", TimeProvider.System.GetUtcNow().AddMinutes(-90).ToUnixTimeMilliseconds())
        {
            Topic = "orders",
            Tag = "paid",
            Key = ["order-4711", "shop\u001b[2J"],
        });

        await session.RunAsync(
            """
            $letter | Invoke-OnsDlqResend -Connection $c
            [pscustomobject]@{ MsgId = 'A2'; GroupId = 'GID_orders'; Topic = 'refunds'; Tag = ''; Key = @('k1', 'k2'); StoreTimestamp = $letter.StoreTimestamp } | Invoke-OnsDlqResend -Connection $c
            """);

        Assert.Contains(", topic orders, tag paid, key order-4711 shop␛[2J, stored 1h 30m ago; at 127.0.0.1:1, test", session.Host.Prompts[0], StringComparison.Ordinal);
        Assert.Contains(", topic refunds, key k1 k2, stored 1h 30m ago; at 127.0.0.1:1, test", session.Host.Prompts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_ID_that_was_typed_the_prompt_tells_what_it_is_about_and_one_that_is_not_there_is_not_asked_for()
    {
        using var session = new ResendSession(ScriptedHost.Answering("No"));
        var stored = TimeProvider.System.GetUtcNow().AddMinutes(-90).ToUnixTimeMilliseconds();
        session.Client.Find = id => id == "A2" ? null : new DeadLetter(id, "GID_orders", "MQ_INST_1", "cn-hangzhou", stored) { Topic = "orders", Tag = "paid", Key = ["order-4711"] };

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A2,A1 -Connection $c");

        Assert.Contains(", topic orders, tag paid, key order-4711, stored 1h 30m ago; at ", Assert.Single(session.Host.Prompts), StringComparison.Ordinal);
        Assert.Equal(["MessageNotFound"], run.ErrorIds);
        Assert.Equal("A2", run.Errors[0].TargetObject);
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task A_message_that_was_declined_is_not_asked_for_again()
    {
        using var session = new ResendSession(ScriptedHost.Answering("No"));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A1 -Connection $c");

        Assert.Single(session.Host.Prompts);
        Assert.Empty(session.Sent);
        Assert.Equal([ReasonName.Declined, ReasonName.DuplicateInput], run.OutputAs<ResendResult>().Select(result => result.Reason));
    }

    [Theory]
    [InlineData("-Confirm:$false", "")]
    [InlineData("", "$ConfirmPreference = 'None'")]
    public async Task Without_a_prompt_wanted_nobody_is_asked(string parameter, string before)
    {
        using var session = new ResendSession(ScriptedHost.NonInteractive());

        var run = await session.RunAsync($"{before}\n{Resend} {parameter}");

        Assert.Null(run.Failure);
        Assert.Equal(["A1", "A2", "A3"], session.Sent);
    }

    [Fact]
    public async Task A_host_that_refuses_prompts_gets_an_error_and_nothing_is_sent()
    {
        using var session = new ResendSession(ScriptedHost.NonInteractive());

        AssertUnavailable(await session.RunAsync(Resend));
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task A_host_without_an_interface_gets_an_error_and_nothing_is_sent()
    {
        using var session = new ResendSession(ScriptedHost.WithoutInterface());

        AssertUnavailable(await session.RunAsync(Resend));
        Assert.Empty(session.Sent);
    }

    [Theory]
    [InlineData("-Confirm", "")]
    [InlineData("-Confirm:$true", "$ConfirmPreference = 'None'")]
    public async Task A_prompt_that_was_asked_for_and_cannot_be_shown_is_an_error(string parameter, string before)
    {
        using var session = new ResendSession(ScriptedHost.NonInteractive());

        AssertUnavailable(await session.RunAsync($"{before}\n{Resend} {parameter}"));
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task WhatIf_tells_what_would_be_sent_and_skips_what_would_not()
    {
        using var session = new ResendSession(ScriptedHost.NonInteractive());

        var run = await session.RunAsync("'A1', 'A2', 'A1' | Invoke-OnsDlqResend GID_orders -Connection $c -WhatIf");

        RunAssert.NoErrors(run);
        var skipped = Assert.Single(run.OutputAs<ResendResult>());
        Assert.Equal(("A1", StatusName.Skipped, ReasonName.DuplicateInput), (skipped.MsgId, skipped.Status, skipped.Reason));
        Assert.Equal(2, session.Host.Screen.Split("What if:").Length - 1);
        Assert.Contains("\"Resend\" on target \"A2 of GID_orders (MQ_INST_1, cn-hangzhou, round 1); at 127.0.0.1:1, test\"", session.Host.Screen, StringComparison.Ordinal);
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task WhatIf_by_a_preference_that_is_taken_back_in_the_middle_sends_nothing()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync(
            "$WhatIfPreference = $true\n'A1', 'A2' | ForEach-Object { $WhatIfPreference = $false; $_ } | "
            + "Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false");

        Assert.Null(run.Failure);
        Assert.Empty(run.Output);
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task WhatIf_by_preference_sends_nothing()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync($"$WhatIfPreference = $true\n{Resend} -Confirm:$false");

        Assert.Empty(run.Output);
        Assert.Empty(session.Sent);
    }
}
