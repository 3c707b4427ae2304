namespace OnsDlq.Moving;

/// <summary>How records that move relate to those that are there. Attempts and outcomes are joined in any case.</summary>
internal enum MergeRule
{
    /// <summary>Both journals were in use. What protects more counts: a block stays, the earlier bookmark stays.</summary>
    Both,

    /// <summary>The journal that takes them was sealed, and the other one went on: what that one says of blocks and bookmarks is newer.</summary>
    Newer,

    /// <summary>All records have come before; what is new is what was told late. Blocks, bookmarks and paces are those of the taking journal.</summary>
    Late,
}
