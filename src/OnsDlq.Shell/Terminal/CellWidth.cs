using System.Management.Automation;
using System.Management.Automation.Internal;

namespace OnsDlq.Shell.Terminal;

/// <summary>How many terminal cells text takes: East Asian characters take two.</summary>
internal static class CellWidth
{
    /// <summary>The cells of a text; escape sequences for colour take none.</summary>
    public static int Of(string text)
    {
        var plain = text.Contains('\e', StringComparison.Ordinal)
            ? new StringDecorated(text).ToString(OutputRendering.PlainText)
            : text;
        var cells = 0;
        foreach (var c in plain)
        {
            cells += Of(c);
        }
        return cells;
    }

    /// <summary>The cells of one UTF-16 unit; each half of a surrogate pair counts one, as those pairs are mostly wide.</summary>
    public static int Of(char c) => char.IsControl(c) || c is '\u200b' or '\u200c' or '\u200d' or '\ufeff' ? 0 : IsWide(c) ? 2 : 1;

    /// <summary>Cuts a text to at most so many cells, ending it with an ellipsis where something was lost.</summary>
    public static string Fit(string text, int cells)
    {
        if (Of(text) <= cells)
        {
            return text;
        }
        var used = 0;
        var length = 0;
        while (length < text.Length && used + Of(text[length]) < cells)
        {
            used += Of(text[length++]);
        }
        return string.Concat(text.AsSpan(0, length), "…");
    }

    private static bool IsWide(char c) => c >= 0x1100 && c is <= '\u115f' or '\u2329' or '\u232a'
        or (>= '\u2e80' and <= '\ua4cf' and not '\u303f') or (>= '\uac00' and <= '\ud7a3') or (>= '\uf900' and <= '\ufaff')
        or (>= '\ufe10' and <= '\ufe19') or (>= '\ufe30' and <= '\ufe6f') or (>= '\uff00' and <= '\uff60') or (>= '\uffe0' and <= '\uffe6');
}
