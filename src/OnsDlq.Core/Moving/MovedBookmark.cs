using OnsDlq.Journal;

namespace OnsDlq.Moving;

/// <summary>A bookmark on its way from one journal to another.</summary>
/// <param name="Key">Which it is.</param>
/// <param name="Bookmark">The bookmark.</param>
internal sealed record MovedBookmark(BookmarkKey Key, Bookmark Bookmark)
{
    /// <summary>Whether it replaces the one that is there. Where both were in use, the earlier one counts: an entry is rather shown twice than not.</summary>
    public bool Replaces(Bookmark? own, MergeRule rule)
    {
        if (own is null) return true;
        var (mine, theirs) = (own.Until.ToUnixTimeMilliseconds(), Bookmark.Until.ToUnixTimeMilliseconds());
        return rule == MergeRule.Newer ? theirs != mine || Bookmark.Seen != own.Seen : theirs < mine;
    }
}
