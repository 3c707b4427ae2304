using System.Globalization;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>The quotas to apply: the service's own table, none, or one for every operation.</summary>
/// <param name="IsOff">Whether no call is refused.</param>
/// <param name="Override">The quota of every operation instead of the table's.</param>
internal sealed record QuotaSetting(bool IsOff, Quota? Override)
{
    /// <summary>The service's own table.</summary>
    public static QuotaSetting Default { get; } = new(false, null);

    /// <summary>No quota at all.</summary>
    public static QuotaSetting Off { get; } = new(true, null);

    /// <summary>Reads <c>default</c>, <c>off</c> or <c>N/SECONDS</c>.</summary>
    /// <exception cref="FormatException">It is not one of these; the message is for the user.</exception>
    public static QuotaSetting Parse(string text)
    {
        if (text == "default") return Default;
        if (text == "off") return Off;
        var parts = text.Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var calls) && calls > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400)
        {
            return new QuotaSetting(false, new Quota(calls, TimeSpan.FromSeconds(seconds)));
        }

        throw new FormatException($"--quota is 'default', 'off' or N/SECONDS such as 600/60, not '{text}'.");
    }
}
