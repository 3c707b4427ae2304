using OnsDlq.Errors;

namespace OnsDlq.Credentials;

/// <summary>No usable credentials: the message names what was tried and never shows a secret.</summary>
internal sealed class CredentialsException(CredentialsFault fault, string message, Exception? inner = null)
    : OnsDlqException(message, inner)
{
    /// <summary>What is wrong.</summary>
    public CredentialsFault Fault { get; } = fault;
}
