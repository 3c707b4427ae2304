using OnsDlq.Errors;

namespace OnsDlq.Resend;

/// <summary>
/// Thrown into a call that is about to make a try although its claim is no longer live or its message was blocked, so that the try is not made.
/// </summary>
internal sealed class ClaimLostException()
    : OnsDlqException(
        ErrorId.ClaimLost, "The message was blocked, or this process taken for dead, before the request was made, so it was not made.");
