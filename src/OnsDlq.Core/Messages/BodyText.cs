using System.Text;
using System.Text.Unicode;

namespace OnsDlq.Messages;

/// <summary>Decides whether a body is text.</summary>
internal static class BodyText
{
    /// <summary>The body as text: UTF-8 without control characters other than tab and line ends; null where it is not that.</summary>
    public static string? Of(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body)) return null;
        var text = Encoding.UTF8.GetString(body);
        return text.Any(character => char.IsControl(character) && character is not ('\t' or '\r' or '\n')) ? null : text;
    }
}
