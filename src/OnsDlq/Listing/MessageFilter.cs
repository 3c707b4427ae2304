using System.Security.Cryptography;
using System.Text;
using OnsDlq.Binding;
using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>
/// Filters dead letters by their own properties. A missing property counts as an empty text, as for -like: an asterisk matches it.
/// </summary>
/// <param name="topic">The patterns of which one has to match the topic; null for any topic.</param>
/// <param name="tag">The same for the tag.</param>
/// <param name="key">The same for the keys, of which one has to match.</param>
/// <exception cref="Errors.CommandException">A text is not a valid pattern.</exception>
internal sealed class MessageFilter(IEnumerable<string>? topic, IEnumerable<string>? tag, IEnumerable<string>? key)
{
    private readonly Wildcards? _topic = topic is null ? null : Wildcards.Of(topic);
    private readonly Wildcards? _tag = tag is null ? null : Wildcards.Of(tag);
    private readonly Wildcards? _key = key is null ? null : Wildcards.Of(key);

    /// <summary>A digest of the patterns, in whatever order and case they were given; empty where there are none.</summary>
    public string Digest { get; } = topic is null && tag is null && key is null
        ? "" : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Canonical(topic), Canonical(tag), Canonical(key)))));

    /// <summary>Whether a dead letter passes the filter.</summary>
    public bool Match(DeadLetter message) =>
        _topic?.Match(message.Topic ?? "") != false
        && _tag?.Match(message.Tag ?? "") != false
        && (_key is null || (message.Key.Count == 0 ? _key.Match("") : message.Key.Any(_key.Match)));

    // The length before each pattern keeps two of them apart from one that has both texts.
    private static string Canonical(IEnumerable<string>? patterns) => patterns is null ? "any" : string.Concat(
        patterns.Select(pattern => pattern.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(pattern => FormattableString.Invariant($"{pattern.Length}:{pattern}")));
}
