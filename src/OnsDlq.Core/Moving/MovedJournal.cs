namespace OnsDlq.Moving;

/// <summary>What moved from one journal to another.</summary>
public sealed class MovedJournal
{
    internal MovedJournal(string source, string destination, MergedRecords merged)
    {
        (Source, Destination) = (source, destination);
        (Attempts, Outcomes, Runs, Blocks, Bookmarks, InFlight) = merged;
    }

    /// <summary>The journal that the records came from: its path, or a URI without a password.</summary>
    public string Source { get; }

    /// <summary>The journal that has them now: its path, or a URI without a password.</summary>
    public string Destination { get; }

    /// <summary>How many attempts were new to it.</summary>
    public int Attempts { get; }

    /// <summary>How many outcomes were new to it.</summary>
    public int Outcomes { get; }

    /// <summary>How many runs were new to it.</summary>
    public int Runs { get; }

    /// <summary>How many blocks were set, changed or removed in it.</summary>
    public int Blocks { get; }

    /// <summary>How many bookmarks were set or changed in it.</summary>
    public int Bookmarks { get; }

    /// <summary>
    /// How many resends are in flight, or in doubt: neither journal has an outcome of them. What their processes report is still written to the source;
    /// the same command, repeated, carries it over.
    /// </summary>
    public int InFlight { get; }
}
