using System.Management.Automation;

namespace OnsDlq.TestKit.ModuleHost;

/// <summary>The output of one script on each stream.</summary>
public sealed record ModuleRun(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Information,
    IReadOnlyList<ProgressRecord> Progress,
    Exception? Failure)
{
    /// <summary>The record of the terminating error; null if the script ran to its end.</summary>
    public ErrorRecord? TerminatingError => (Failure as IContainsErrorRecord)?.ErrorRecord;

    /// <summary>Whether the script was stopped from outside.</summary>
    public bool WasStopped => Failure is PipelineStoppedException;

    /// <summary>The part of each error's FullyQualifiedErrorId before the comma.</summary>
    public IReadOnlyList<string> ErrorIds => [.. Errors.Select(IdOf)];

    /// <summary>The same for the terminating error; null if there is none.</summary>
    public string? TerminatingErrorId => TerminatingError is { } error ? IdOf(error) : null;

    /// <summary>The output without PowerShell's wrapping.</summary>
    public IReadOnlyList<T> OutputAs<T>() => [.. Output.Select(item => (T)item.BaseObject)];

    private static string IdOf(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];
}
