using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>What an accepted signature proves of the service's time.</summary>
/// <remarks>
/// The service refuses a request that is signed with a date more than 15 min off its clock (ons-api facts 4.2), so a Date header that lies
/// further from the signing date is not the time: somebody in between wrote it, or a broken clock did. Only the refusal for that very reason
/// may tell of more.
/// </remarks>
internal static class SignatureProof
{
    /// <summary>How far the service's clock may be from a signing date that it accepts.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(15);

    /// <summary>How far the service's clock may be from a signing date that it refuses as too far off, for its word to be believed.</summary>
    public static readonly TimeSpan RefusedBound = TimeSpan.FromDays(1);

    // A Date header counts whole seconds.
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    /// <summary>An answer's date, where it can be the time at which the service answered; null otherwise.</summary>
    /// <param name="date">What the answer says; null where it says nothing.</param>
    /// <param name="signedAt">The date that the request was signed with.</param>
    /// <param name="took">How long the call took.</param>
    public static DateTimeOffset? Believed(DateTimeOffset? date, DateTimeOffset signedAt, TimeSpan took) => Within(Bound, date, signedAt, took);

    /// <summary>The date of a refusal, where it can be the time at which the service refused; null otherwise.</summary>
    /// <param name="refusal">The refusal, whose own date is believed as that of any answer.</param>
    /// <param name="date">What it says; null where it says nothing.</param>
    /// <param name="signedAt">The date that the request was signed with.</param>
    /// <param name="took">How long the call took.</param>
    public static DateTimeOffset? Believed(ServiceException refusal, DateTimeOffset? date, DateTimeOffset signedAt, TimeSpan took) =>
        refusal.Id == ErrorId.ClockSkew ? Within(RefusedBound, date, signedAt, took) : refusal.Date;

    private static DateTimeOffset? Within(TimeSpan bound, DateTimeOffset? date, DateTimeOffset signedAt, TimeSpan took) =>
        date is { } said && said - signedAt >= -bound - Resolution && said - signedAt <= bound + took ? said : null;
}
