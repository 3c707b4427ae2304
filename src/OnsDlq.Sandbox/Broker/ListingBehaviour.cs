using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>How listings and look-ups behave where the documentation of the service contradicts itself or says nothing.</summary>
internal sealed record ListingBehaviour
{
    /// <summary>Whether a range without a dead letter is answered by an empty list, and not by the error BIZ_NO_MESSAGE.</summary>
    public bool EmptyList { get; init; }

    /// <summary>Whether an unknown or expired TaskId begins a new task, and is not refused.</summary>
    public bool RenewsTask { get; init; }

    /// <summary>Whether the newest entries come first, and not the oldest.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>By how many entries every second page is shorter than the page size; the entries come on the pages that follow.</summary>
    public int ShortBy { get; init; }

    /// <summary>Of how many page queries that name a task one finds it forgotten, as if it had expired; 0 for none.</summary>
    public int ForgetEvery { get; init; }

    /// <summary>Of how many page queries that name a task one is answered without its entries; 0 for none.</summary>
    public int EmptyEvery { get; init; }

    /// <summary>Whether dead letters are shown with their bodies, as older answers have them.</summary>
    public bool ShowsBodies { get; init; }

    /// <summary>Whether a look-up of a message that has several entries gives the oldest, and not the newest.</summary>
    public bool LooksUpOldest { get; init; }

    /// <summary>Reads the members that are there and keeps the rest.</summary>
    /// <exception cref="SandboxInputException">A member is unknown or has a value it cannot have.</exception>
    public ListingBehaviour With(JsonMembers members)
    {
        var changed = this with
        {
            EmptyList = members.OneOf("none", "error", "list") is { } none ? none == "list" : EmptyList,
            RenewsTask = members.OneOf("unknownTask", "error", "renew") is { } task ? task == "renew" : RenewsTask,
            NewestFirst = members.OneOf("order", "oldestFirst", "newestFirst") is { } order ? order == "newestFirst" : NewestFirst,
            ShortBy = (int)(members.Whole("shortBy", 0, 50) ?? ShortBy),
            ShowsBodies = members.OneOf("bodies", "none", "listed") is { } bodies ? bodies == "listed" : ShowsBodies,
            EmptyEvery = (int)(members.Whole("emptyEvery", 0, int.MaxValue) ?? EmptyEvery),
            LooksUpOldest = members.OneOf("lookUp", "newest", "oldest") is { } entry ? entry == "oldest" : LooksUpOldest,
            ForgetEvery = (int)(members.Whole("forgetEvery", 0, int.MaxValue) ?? ForgetEvery),
        };
        members.End();
        return changed;
    }
}
