using OnsDlq.Messages;

namespace OnsDlq.Tests.Journal;

/// <summary>Completion from the journal.</summary>
public sealed class JournalCompletionTests : IDisposable
{
    private readonly JournalSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("Get-OnsDlqRun -Connection $c -RunId ", "run-a2 run-a1")]
    [InlineData("Get-OnsDlqResend -Connection $c -RunId run-a1", "run-a1")]
    [InlineData("Get-OnsDlqResend -Connection $c -RunId x", "")]
    [InlineData("Resolve-OnsDlqResend -Connection $c -MsgId ", "0A02")]
    [InlineData("Resolve-OnsDlqResend GID_none -Connection $c -MsgId ", "")]
    public async Task Runs_and_undecided_messages_are_completed(string typed, string offered)
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Accepted);
        await _session.Stage.EndedAsync("a2", ResendStatus.Unknown, new("cn-hangzhou", "MQ_INST_1", "GID_orders", "0A02"));
        _session.Set("typed", typed);

        var found = await _session.GetAsync<string>(
            "@((TabExpansion2 $typed $typed.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue | ForEach-Object CompletionText)");

        Assert.Equal(offered, string.Join(' ', found));
    }

    [Fact]
    public async Task Without_a_journal_nothing_is_offered_and_none_is_made()
    {
        _session.Opener.Exists = false;
        _session.Set("typed", "Get-OnsDlqRun -Connection $c -RunId ");

        Assert.Empty(await _session.GetAsync<object>("@((TabExpansion2 $typed $typed.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue)"));
        Assert.False(_session.Opener.Exists);
    }
}
