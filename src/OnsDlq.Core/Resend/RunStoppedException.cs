using OnsDlq.Errors;

namespace OnsDlq.Resend;

/// <summary>Thrown to cancel a try that is about to be made after the run was stopped. Users never see it: it becomes a result.</summary>
internal sealed class RunStoppedException() : OnsDlqException(ErrorId.UnexpectedError, "The run was stopped before the request was made.");
