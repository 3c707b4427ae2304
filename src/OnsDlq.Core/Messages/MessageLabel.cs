namespace OnsDlq.Messages;

/// <summary>What people know a message by. Nothing is decided by it.</summary>
/// <param name="Topic">The topic; null where it is not known.</param>
/// <param name="Tag">The tag; null where there is none, or it is not known.</param>
/// <param name="Key">The keys, with blanks between them; null where there are none, or they are not known.</param>
internal sealed record MessageLabel(string? Topic, string? Tag, string? Key)
{
    /// <summary>A label; null where there is nothing to say.</summary>
    public static MessageLabel? Of(string? topic, string? tag, string? key) =>
        string.IsNullOrEmpty(topic) && string.IsNullOrEmpty(tag) && string.IsNullOrEmpty(key) ? null : new(topic, tag, key);
}
