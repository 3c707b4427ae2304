using OnsDlq.Errors;

namespace OnsDlq.Credentials;

/// <summary>There are no usable credentials. The message names what was tried and never shows a secret.</summary>
internal sealed class CredentialsException(ErrorId id, string message, Exception? inner = null) : OnsDlqException(id, message, inner);
