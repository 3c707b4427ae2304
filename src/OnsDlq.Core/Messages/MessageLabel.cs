namespace OnsDlq.Messages;

/// <summary>The properties by which people recognize a message. No decision depends on them.</summary>
/// <param name="Topic">The topic; null where it is not known.</param>
/// <param name="Tag">The tag; null where there is none, or it is not known.</param>
/// <param name="Key">The keys; empty where there are none, or they are not known.</param>
internal sealed record MessageLabel(string? Topic, string? Tag, TextList Key)
{
    /// <summary>A label; null where all values are empty.</summary>
    public static MessageLabel? Of(string? topic, string? tag, TextList key) =>
        string.IsNullOrEmpty(topic) && string.IsNullOrEmpty(tag) && key.Count == 0 ? null : new(topic, tag, key);
}
