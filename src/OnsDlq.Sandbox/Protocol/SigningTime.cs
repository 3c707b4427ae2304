using System.Globalization;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Checks that a call was signed recently.</summary>
internal static class SigningTime
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    /// <summary>Checks the time of signing, written <c>yyyy-MM-ddTHH:mm:ssZ</c> in UTC, against the service's clock.</summary>
    /// <exception cref="OperationError">It is malformed, or more than 15 minutes off.</exception>
    public static void Check(string timestamp, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParseExact(timestamp, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var signed))
        {
            throw GatewayErrors.MalformedTime();
        }

        if ((now - signed).Duration() > Tolerance) throw GatewayErrors.ExpiredTime();
    }
}
