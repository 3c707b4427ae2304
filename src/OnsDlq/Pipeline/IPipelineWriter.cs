using System.Management.Automation;

namespace OnsDlq.Pipeline;

/// <summary>What a task may say to the pipeline; every word is written by the pipeline thread, in the order said here.</summary>
/// <remarks>May be used from any thread. Once the command has ended, what is said is dropped, and nothing waits or throws.</remarks>
internal interface IPipelineWriter
{
    /// <summary>Emits one object; waits where the pipeline is behind.</summary>
    ValueTask WriteObjectAsync(object value);

    /// <summary>Writes a non-terminating error; waits where the pipeline is behind.</summary>
    ValueTask WriteErrorAsync(ErrorRecord error);

    /// <summary>Writes a warning; never waits, so each result may bring only a few.</summary>
    void WriteWarning(string text);

    /// <summary>Writes a verbose line; never waits, so each result may bring only a few.</summary>
    void WriteVerbose(string text);
}
