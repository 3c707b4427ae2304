namespace OnsDlq.Credentials.Sources;

/// <summary>Runs a command to its end.</summary>
internal interface IProcessRunner
{
    /// <summary>Whether a command that is run can talk with a person at the terminal.</summary>
    bool HasTerminal { get; }

    /// <summary>Runs a command, with empty input where there is no terminal; kills it and all it started when cancelled.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">It could not be started, or said more than keys could fill; the message names neither.</exception>
    Task<ProcessOutcome> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken);
}
