using System.Globalization;

namespace OnsDlq.Core.Tests.Signing;

/// <summary>Cultures whose casing, digits or calendars betray a careless format.</summary>
internal static class Cultures
{
    public static TheoryData<string> Treacherous => ["", "tr-TR", "zh-CN", "ar-SA", "th-TH", "fa-IR"];

    /// <summary>Runs a function under a culture and gives the thread its own back.</summary>
    public static T Under<T>(string culture, Func<T> function)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return function();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
