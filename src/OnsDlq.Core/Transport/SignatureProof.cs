using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>What an accepted signature proves about the service's time.</summary>
/// <remarks>
/// The service refuses a request that is signed with a date more than 15 min off its clock (ons-api facts 4.2), so a Date header that is further
/// from the signing date is wrong: a proxy wrote it, or a clock is broken. Only the refusal for exactly that reason may show a larger
/// difference.
/// </remarks>
internal static class SignatureProof
{
    /// <summary>How far the service's clock may be from a signing date that it accepts.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How far the service's clock may be from a signing date that it refuses as too far off, so that its Date is still believed.
    /// </summary>
    public static readonly TimeSpan RefusedBound = TimeSpan.FromDays(1);

    // A Date header has whole seconds.
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    /// <summary>An answer's date, where it can be the time at which the service answered; null otherwise.</summary>
    /// <param name="date">The answer's Date header; null where there is none.</param>
    /// <param name="signedAt">The date that the request was signed with.</param>
    /// <param name="took">How long the call took.</param>
    public static DateTimeOffset? Believed(DateTimeOffset? date, DateTimeOffset signedAt, TimeSpan took) => Within(Bound, date, signedAt, took);

    /// <summary>The date of a refusal, where it can be the time at which the service refused; null otherwise.</summary>
    /// <param name="refusal">The refusal; its own date, where it has one, was already judged like that of any answer.</param>
    /// <param name="date">Its Date header; null where there is none.</param>
    /// <param name="signedAt">The date that the request was signed with.</param>
    /// <param name="took">How long the call took.</param>
    public static DateTimeOffset? Believed(ServiceException refusal, DateTimeOffset? date, DateTimeOffset signedAt, TimeSpan took) =>
        refusal.Id == ErrorId.ClockSkew ? Within(RefusedBound, date, signedAt, took) : refusal.Date;

    private static DateTimeOffset? Within(TimeSpan bound, DateTimeOffset? date, DateTimeOffset signedAt, TimeSpan took) =>
        date is { } said && said - signedAt >= -bound - Resolution && said - signedAt <= bound + took ? said : null;
}
