using System.Globalization;

namespace OnsDlq.Formatting;

/// <summary>A share that is a lower bound, for people.</summary>
internal static class ShareText
{
    /// <summary>Such as <c>at least 95.1 %</c>; a share of all is <c>100.0 %</c>.</summary>
    public static string AtLeast(double? share) => share switch
    {
        null => "",
        1 => "100.0 %",
        { } some => string.Create(CultureInfo.InvariantCulture, $"at least {some * 100:0.0} %"),
    };
}
