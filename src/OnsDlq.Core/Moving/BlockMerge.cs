using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Moving;

/// <summary>Joins the blocks of two journals: a pure function, the same for every kind of journal.</summary>
internal static class BlockMerge
{
    /// <summary>The blocks to set, or with null to remove.</summary>
    /// <param name="own">The blocks of the journal that takes them.</param>
    /// <param name="moved">All blocks of the other one.</param>
    /// <param name="rule">How the two relate.</param>
    public static IReadOnlyList<(MessageKey Key, MessageBlock? Block)> Of(
        IReadOnlyDictionary<MessageKey, MessageBlock> own, IReadOnlyList<RecordedBlock> moved, MergeRule rule)
    {
        var given = moved.ToDictionary(block => block.Key, block => block.Block);
        var removed = rule == MergeRule.Newer ? own.Keys.Where(key => !given.ContainsKey(key)).Select(key => (key, (MessageBlock?)null)) : [];
        var set = given.Where(one => Replaces(one.Value, own.GetValueOrDefault(one.Key), rule)).Select(one => (one.Key, (MessageBlock?)one.Value));
        return [.. removed, .. set];
    }

    // Of two blocks the one that lasts longer; one without an end lasts longest.
    private static bool Replaces(MessageBlock moved, MessageBlock? own, MergeRule rule)
    {
        if (own is null) return true;
        if (rule == MergeRule.Newer) return !IsSame(own, moved);
        return own.Until is { } end && (moved.Until is not { } other || other > end.AddMilliseconds(1));
    }

    private static bool IsSame(MessageBlock one, MessageBlock other) =>
        one.Since.ToUnixTimeMilliseconds() == other.Since.ToUnixTimeMilliseconds()
        && one.Until?.ToUnixTimeMilliseconds() == other.Until?.ToUnixTimeMilliseconds();
}
