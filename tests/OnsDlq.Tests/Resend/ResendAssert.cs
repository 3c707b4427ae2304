using System.Management.Automation;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Resend;

/// <summary>What tests of the command look at.</summary>
internal static class ResendAssert
{
    public static (string, ResendStatus)[] Statuses(ModuleRun run) =>
        [.. run.OutputAs<ResendResult>().Select(result => (result.MsgId, result.Status)).OrderBy(result => result.MsgId, StringComparer.Ordinal)];

    public static void Error(ModuleRun run, string id, ErrorCategory category, object? target)
    {
        Assert.Null(run.Failure);
        Record(Assert.Single(run.Errors), id, category, target);
    }

    /// <summary>The run stopped itself: its error is the only one that is not about a message, and comes last.</summary>
    public static void Stopped(ModuleRun run, string id, ErrorCategory category, object? target)
    {
        Assert.Null(run.Failure);
        var messages = run.OutputAs<ResendResult>().Select(result => result.MsgId).ToHashSet(StringComparer.Ordinal);
        Record(Assert.Single(run.Errors, error => error.TargetObject is not string about || !messages.Contains(about)), id, category, target);
        Assert.Equal(id, run.ErrorIds[^1]);
    }

    public static void Terminating(ModuleRun run, string id, ErrorCategory category, object? target)
    {
        Assert.NotNull(run.TerminatingError);
        Record(run.TerminatingError, id, category, target);
    }

    private static void Record(ErrorRecord error, string id, ErrorCategory category, object? target)
    {
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction));
    }
}
