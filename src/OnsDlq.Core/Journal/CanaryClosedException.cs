using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>A claim of a canary that is not open, or has all of its messages: nothing was claimed.</summary>
internal sealed class CanaryClosedException(string canaryId)
    : OnsDlqException(ErrorId.UnexpectedError, $"The canary '{canaryId}' has all of its messages, or is over.");
