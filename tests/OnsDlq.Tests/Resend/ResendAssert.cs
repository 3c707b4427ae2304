using System.Management.Automation;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Resend;

/// <summary>Asserts about the results of the command.</summary>
internal static class ResendAssert
{
    public static (string, string)[] Statuses(ModuleRun run) =>
        [.. run.OutputAs<ResendResult>().Select(result => (result.MsgId, result.Status)).OrderBy(result => result.MsgId, StringComparer.Ordinal)];

    /// <summary>The run stopped itself: its error is the only one that does not concern a message, and comes last.</summary>
    public static void Stopped(ModuleRun run, string id, ErrorCategory category, object? target)
    {
        Assert.Null(run.Failure);
        var messages = run.OutputAs<ResendResult>().Select(result => result.MsgId).ToHashSet(StringComparer.Ordinal);
        RunAssert.Record(Assert.Single(run.Errors, error => error.TargetObject is not string about || !messages.Contains(about)), id, category, target);
        Assert.Equal(id, run.ErrorIds[^1]);
    }
}
