namespace OnsDlq.Credentials.Sources;

/// <summary>Runs a command to its end.</summary>
internal interface IProcessRunner
{
    /// <summary>Whether a command can interact with a person at the terminal.</summary>
    bool HasTerminal { get; }

    /// <summary>Runs a command, with empty input where there is no terminal; when cancelled, kills it and all its child processes.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">It could not be started, or its output is too long for keys; the message does not quote them.</exception>
    Task<ProcessOutcome> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken);
}
