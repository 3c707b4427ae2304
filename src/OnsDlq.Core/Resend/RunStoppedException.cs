namespace OnsDlq.Resend;

/// <summary>Thrown into a call that is about to make a try after its run was stopped, so that the try is not made.</summary>
internal sealed class RunStoppedException() : Exception("The run was stopped before the request was made.");
