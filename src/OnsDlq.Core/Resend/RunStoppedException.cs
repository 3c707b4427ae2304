using OnsDlq.Errors;

namespace OnsDlq.Resend;

/// <summary>
/// Thrown into a call that is about to make a try after its run was stopped, so that the try is not made. Never shown: it ends as a result.
/// </summary>
internal sealed class RunStoppedException() : OnsDlqException(ErrorId.UnexpectedError, "The run was stopped before the request was made.");
