namespace OnsDlq.Sandbox.Control;

/// <summary>Input of the control API, or a seed, is not valid; the message says what and why.</summary>
internal sealed class SandboxInputException(string message, Exception? inner = null) : Exception(message, inner);
