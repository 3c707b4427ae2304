using System.Management.Automation;

namespace OnsDlq.Pipeline;

/// <summary>What a task may write to the pipeline. The pipeline thread does the writing, in the order of the calls here.</summary>
/// <remarks>Thread-safe. Once the command has ended, everything is dropped, and nothing waits or throws.</remarks>
internal interface IPipelineWriter
{
    /// <summary>Emits one object; waits where the pipeline is slower (back-pressure).</summary>
    ValueTask WriteObjectAsync(object value);

    /// <summary>Writes a non-terminating error; waits where the pipeline is slower.</summary>
    ValueTask WriteErrorAsync(ErrorRecord error);

    /// <summary>Writes a warning; never waits, so there must be only a few for each result.</summary>
    void WriteWarning(string text);

    /// <summary>Writes a verbose line; never waits, so there must be only a few for each result.</summary>
    void WriteVerbose(string text);

    /// <summary>Shows progress; never waits, so there must be only a few records per second.</summary>
    void WriteProgress(ProgressRecord record);
}
