using System.Buffers;

namespace OnsDlq.Messages;

/// <summary>The form of a consumer group's ID.</summary>
internal static class GroupIdRule
{
    /// <summary>The longest ID, in characters. The console allows 64; an instance ID and a percent sign may precede it.</summary>
    public const int MaxLength = 256;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.%");

    /// <summary>Whether this can be an ID. A percent sign is allowed only between an instance and the group's name.</summary>
    public static bool IsWellFormed(string groupId) =>
        groupId.Length is > 0 and <= MaxLength && !groupId.AsSpan().ContainsAnyExcept(Allowed)
        && groupId.Split('%') is [_] or [{ Length: > 0 }, { Length: > 0 }];
}
