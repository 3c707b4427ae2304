using System.Buffers;

namespace OnsDlq.Messages;

/// <summary>What the ID of a consumer group may look like.</summary>
internal static class GroupIdRule
{
    /// <summary>The longest ID, in characters. The console allows 64; an instance ID and a percent sign may stand before it.</summary>
    public const int MaxLength = 256;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.%");

    /// <summary>Whether this can be an ID. What a percent sign stands in, in any other way than after an instance, is no group's name.</summary>
    public static bool IsWellFormed(string groupId) =>
        groupId.Length is > 0 and <= MaxLength && !groupId.AsSpan().ContainsAnyExcept(Allowed)
        && groupId.Split('%') is [_] or [{ Length: > 0 }, { Length: > 0 }];
}
