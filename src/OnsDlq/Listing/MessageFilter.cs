using OnsDlq.Binding;
using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>
/// Which dead letters are meant, by what they carry themselves. What a dead letter lacks counts as an empty text, as it does for -like: an
/// asterisk fits it.
/// </summary>
/// <param name="topic">The patterns of which the topic has to fit one; null for any topic.</param>
/// <param name="tag">The same for the tag.</param>
/// <param name="key">The same for the keys, of which one has to fit.</param>
/// <exception cref="Errors.CommandException">A text is no pattern.</exception>
internal sealed class MessageFilter(IEnumerable<string>? topic, IEnumerable<string>? tag, IEnumerable<string>? key)
{
    private readonly Wildcards? _topic = topic is null ? null : Wildcards.Of(topic);
    private readonly Wildcards? _tag = tag is null ? null : Wildcards.Of(tag);
    private readonly Wildcards? _key = key is null ? null : Wildcards.Of(key);

    /// <summary>Whether a dead letter is meant.</summary>
    public bool Match(DeadLetter message) =>
        _topic?.Match(message.Topic ?? "") != false
        && _tag?.Match(message.Tag ?? "") != false
        && (_key is null || (message.Key.Count == 0 ? _key.Match("") : message.Key.Any(_key.Match)));
}
