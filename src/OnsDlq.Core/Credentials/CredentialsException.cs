using OnsDlq.Errors;

namespace OnsDlq.Credentials;

/// <summary>No usable credentials: the message names what was tried and never shows a secret.</summary>
internal sealed class CredentialsException(ErrorId id, string message, Exception? inner = null) : OnsDlqException(id, message, inner);
