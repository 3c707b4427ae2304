using System.Text;
using System.Xml;

namespace OnsDlq.Report;

/// <summary>
/// Writes HTML that is well-formed XML, too, so that it has one reading. It escapes every text, and every value of an attribute.
/// </summary>
/// <param name="output">Takes the page.</param>
internal sealed class HtmlWriter(TextWriter output)
{
    private readonly Stack<string> _open = [];

    /// <summary>Begins an element; it ends when what is returned is disposed of.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Its attributes; one whose value is null is left out.</param>
    public Scope Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(name, attributes);
        output.Write('>');
        _open.Push(name);
        return new Scope(this);
    }

    /// <summary>Writes an element that is always empty, such as meta or rect.</summary>
    public void Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(name, attributes);
        output.Write("/>");
    }

    /// <summary>Writes an element that has only text.</summary>
    public void Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        using (Open(name, attributes)) Text(text);
    }

    /// <summary>Writes text.</summary>
    public HtmlWriter Text(string text)
    {
        output.Write(Escape(text));
        return this;
    }

    /// <summary>Writes a value of unknown origin, apart from its surroundings: its direction of writing cannot reorder what is beside it.</summary>
    /// <param name="value">The value, cleaned; null where there is none.</param>
    /// <param name="classes">The class of the element.</param>
    public void Value(string? value, string? classes = null)
    {
        if (value is null) Element("span", "(none)", ("class", "none"));
        else Element("bdi", value, ("class", classes));
    }

    /// <summary>Writes a time, in UTC; null where it is not known.</summary>
    public void Time(DateTimeOffset? time)
    {
        if (time is { } known) Element("time", ReportText.Time(known), ("datetime", ReportText.Machine(known)));
        else Value(null);
    }

    /// <summary>Writes a style sheet of the module's own, unchanged, for its hash is in the page.</summary>
    public void Style(string css)
    {
        using (Open("style")) output.Write(css);
    }

    /// <summary>Writes a line end, for whoever reads the source.</summary>
    public void Line() => output.Write('\n');

    /// <summary>Escapes text for an element or an attribute; what no XML may have becomes the replacement character.</summary>
    internal static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny("&<>\"'") && text.All(XmlConvert.IsXmlChar)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ when rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    private void Tag(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        output.Write('<');
        output.Write(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is null) continue;
            output.Write(' ');
            output.Write(attribute);
            output.Write("=\"");
            output.Write(Escape(value));
            output.Write('"');
        }
    }

    private void Close()
    {
        output.Write("</");
        output.Write(_open.Pop());
        output.Write('>');
    }

    /// <summary>An element that is open.</summary>
    internal readonly struct Scope(HtmlWriter writer) : IDisposable
    {
        /// <summary>Ends the element.</summary>
        public void Dispose() => writer.Close();
    }
}
