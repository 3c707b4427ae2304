namespace OnsDlq.Transport;

/// <summary>The rate at which calls of one operation may leave, shared by all who call it.</summary>
internal interface IPace
{
    /// <summary>Returns when a call of the operation may leave.</summary>
    ValueTask WaitAsync(string action, CancellationToken cancellationToken);

    /// <summary>Told that the service refused a call as one too many.</summary>
    /// <param name="action">The operation.</param>
    /// <param name="retryAfter">How long the service asks to wait; null where it does not.</param>
    /// <returns>How long calls of the operation are held from now on.</returns>
    TimeSpan Throttled(string action, TimeSpan? retryAfter);

    /// <summary>Told that the service answered a call otherwise than by throttling it.</summary>
    void Answered(string action);
}
