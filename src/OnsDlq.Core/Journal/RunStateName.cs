namespace OnsDlq.Journal;

/// <summary>The states of a run.</summary>
public static class RunStateName
{
    /// <summary>Its process runs, and has not recorded its end.</summary>
    public const string Running = nameof(Running);

    /// <summary>It came to its end.</summary>
    public const string Ended = nameof(Ended);

    /// <summary>It was stopped before its end, by an error or by somebody.</summary>
    public const string Stopped = nameof(Stopped);

    /// <summary>Its process was killed, or died, before it recorded an end.</summary>
    public const string Killed = nameof(Killed);

    /// <summary>No end is recorded, and its process cannot be seen from here; or an earlier version of the module, which records no ends, began it.</summary>
    public const string Unknown = nameof(Unknown);
}
