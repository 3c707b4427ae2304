using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>Finds out what became of a canary's messages.</summary>
internal interface ICanaryJudge
{
    /// <summary>Waits until one of the canary's messages failed or came back, until all were consumed, or until the time is over.</summary>
    /// <param name="canaryId">The canary.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="calls">The settings of the calls.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Errors.OnsDlqException">Every call would fail.</exception>
    Task<CanaryFinding> JudgeAsync(string canaryId, TimeSpan patience, CallContext calls, CancellationToken cancellationToken);
}
