using System.Buffers;

namespace OnsDlq.Messages;

/// <summary>The form of a message ID.</summary>
internal static class MessageIdRule
{
    /// <summary>The longest ID, in characters. Real ones have 32 hexadecimal digits; the service documents no limit.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:");

    /// <summary>Whether this can be an ID. An ID with asterisks was copied from a document that masks it.</summary>
    public static bool IsWellFormed(string msgId) =>
        msgId.Length is > 0 and <= MaxLength && !msgId.AsSpan().ContainsAnyExcept(Allowed);
}
