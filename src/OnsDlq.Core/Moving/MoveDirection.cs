namespace OnsDlq.Moving;

/// <summary>Which way records move, as seen from the journal that keeps the note.</summary>
internal enum MoveDirection
{
    /// <summary>From this journal to another one: this one is sealed.</summary>
    To,

    /// <summary>From another journal to this one: this one is being filled.</summary>
    From,
}
