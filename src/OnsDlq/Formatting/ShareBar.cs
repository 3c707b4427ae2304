namespace OnsDlq.Formatting;

/// <summary>
/// A share as a bar. Plain ASCII without colour, so that it looks the same in a file, a mail and on any terminal. Used by the module's format
/// views.
/// </summary>
public static class ShareBar
{
    /// <summary>A bar of at most <paramref name="width"/> characters; any share above 0 has at least one.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <param name="width">The length of the whole, in characters.</param>
    public static string Of(double share, int width)
    {
        if (!(share > 0)) return "";
        return new string('#', Math.Clamp((int)Math.Round(share * width), 1, width));
    }
}
