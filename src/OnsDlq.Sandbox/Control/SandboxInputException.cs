namespace OnsDlq.Sandbox.Control;

/// <summary>What somebody posted to the control API, or gave as a seed, cannot be used; the message says what and why.</summary>
internal sealed class SandboxInputException(string message, Exception? inner = null) : Exception(message, inner);
