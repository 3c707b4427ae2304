using System.Management.Automation;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>What both commands do without a connection and without keys in the environment.</summary>
[Collection(nameof(AloneInProcess))]
public sealed class NoConnectionTests
{
    [Theory]
    [InlineData("(Get-OnsDlqMessage GID_orders).MsgId")]
    [InlineData("(Get-OnsDlqMessage GID_orders 'A1', 'A2', 'A3').MsgId")]
    [InlineData("'A1', 'A2', 'A3' | Invoke-OnsDlqResend GID_orders -Confirm:$false -ThrottleLimit 1 | ForEach-Object { \"$($_.Status)\" }")]
    public async Task It_ends_before_anything_is_sent(string script)
    {
        using var session = ModuleSession.Staged();

        var run = await session.RunAsync(script);

        Assert.Equal("NoCredentials", run.TerminatingErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, run.TerminatingError!.CategoryInfo.Category);
        Assert.Contains("Start-OnsDlqSandbox", run.TerminatingError.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(run.TerminatingError.ErrorDetails.Message, char.IsControl);
        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
    }
}
