namespace OnsDlq.Formatting;

/// <summary>By what people know a message, short enough for a table column. Used by the module's format views.</summary>
/// <remarks>One text instead of two columns: what a message does not have takes no width.</remarks>
public static class MessageText
{
    /// <summary>Tag and keys, such as <c>pay order-1001</c>; what is missing is left out.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="key">The keys; of an object from a job, a list of another type.</param>
    public static string Of(string? tag, object? key) => Printable.Brief(Joined(tag, Printable.Of(key)));

    /// <summary>
    /// How the message was resent, with the tag and keys, such as <c>2 Accepted: pay order-1001</c>. Where it never was, tag and keys have the whole
    /// width.
    /// </summary>
    /// <param name="state">Round and status of its last resend; empty where it was never resent.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="key">The keys.</param>
    public static string Resent(string? state, string? tag, object? key)
    {
        var about = Of(tag, key);
        return string.IsNullOrEmpty(state) || about.Length == 0 ? Joined(state, about) : $"{state}: {about}";
    }

    /// <summary>Some text with the tag and keys, such as <c>AlreadyResent (pay order-1001)</c>.</summary>
    /// <param name="text">The text; may be empty.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="key">The keys.</param>
    public static string With(string? text, string? tag, object? key)
    {
        var about = Of(tag, key);
        return string.IsNullOrEmpty(text) ? about : Joined(text, about.Length == 0 ? about : $"({about})");
    }

    private static string Joined(string? first, string? second) =>
        string.Join(' ', new[] { first, second }.Where(part => !string.IsNullOrEmpty(part)));
}
