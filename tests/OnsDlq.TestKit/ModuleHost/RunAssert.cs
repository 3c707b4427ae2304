using System.Management.Automation;
using Xunit;

namespace OnsDlq.TestKit.ModuleHost;

/// <summary>Asserts about the errors and warnings of a script.</summary>
public static class RunAssert
{
    /// <summary>The script ran to its end and wrote no error.</summary>
    public static void NoErrors(ModuleRun run)
    {
        Assert.Null(run.Failure);
        Assert.Empty(run.Errors);
    }

    /// <summary>The script ran to its end and wrote neither an error nor a warning.</summary>
    public static void NoErrorsOrWarnings(ModuleRun run)
    {
        NoErrors(run);
        Assert.Empty(run.Warnings);
    }

    /// <summary>The script ran to its end and wrote exactly one error; returns it.</summary>
    public static ErrorRecord OneError(ModuleRun run, string id, ErrorCategory category, object? target)
    {
        Assert.Null(run.Failure);
        return Record(Assert.Single(run.Errors), id, category, target);
    }

    /// <summary>A terminating error ended the script.</summary>
    public static void Terminated(ModuleRun run, string id, ErrorCategory category, object? target) =>
        Record(run.TerminatingError, id, category, target);

    /// <summary>A terminating error ended the script before it wrote any other error; the target does not matter.</summary>
    public static void OnlyTerminated(ModuleRun run, string id, ErrorCategory category)
    {
        Record(run.TerminatingError, id, category, run.TerminatingError?.TargetObject);
        Assert.Empty(run.Errors);
    }

    /// <summary>The error has this ID, category and target, and says what to do.</summary>
    public static ErrorRecord Record(ErrorRecord? error, string id, ErrorCategory category, object? target)
    {
        Assert.NotNull(error);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction));
        return error;
    }
}
