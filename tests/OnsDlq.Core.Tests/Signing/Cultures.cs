using System.Globalization;

namespace OnsDlq.Core.Tests.Signing;

/// <summary>Cultures whose casing, digits or calendars reveal formatting that is not culture-invariant.</summary>
internal static class Cultures
{
    public static TheoryData<string> Treacherous => ["", "tr-TR", "zh-CN", "ar-SA", "th-TH", "fa-IR"];

    /// <summary>Runs a function under a culture, then restores the thread's own culture.</summary>
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
