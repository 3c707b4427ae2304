using OnsDlq.Sandbox.Control;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The behaviour of queries where the service's documentation contradicts itself or says nothing.</summary>
internal sealed record ListingBehaviour
{
    /// <summary>Whether a range without dead letters is answered with an empty list, instead of the error BIZ_NO_MESSAGE.</summary>
    public bool EmptyList { get; init; }

    /// <summary>Whether an unknown or expired TaskId begins a new task, instead of being refused.</summary>
    public bool RenewsTask { get; init; }

    /// <summary>Whether the newest entries come first, instead of the oldest.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>By how many entries every second page is shorter than the page size; these entries come on the next pages.</summary>
    public int ShortBy { get; init; }

    /// <summary>One in how many page queries with a task finds the task lost, as if it had expired; 0 for none.</summary>
    public int ForgetEvery { get; init; }

    /// <summary>One in how many page queries with a task is answered without entries; 0 for none.</summary>
    public int EmptyEvery { get; init; }

    /// <summary>Whether dead letters are shown with their bodies, as older answers have them.</summary>
    public bool ShowsBodies { get; init; }

    /// <summary>Whether a look-up of a message with several entries gives the oldest, instead of the newest.</summary>
    public bool LooksUpOldest { get; init; }

    /// <summary>Whether the state and the subscriptions of a group that is offline are refused, instead of answered without consumers.</summary>
    public bool OfflineFails { get; init; }

    /// <summary>Reads the members that are given and keeps the other settings.</summary>
    /// <exception cref="SandboxInputException">A member is unknown or has an invalid value.</exception>
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
            OfflineFails = members.OneOf("offline", "answer", "error") is { } offline ? offline == "error" : OfflineFails,
            ForgetEvery = (int)(members.Whole("forgetEvery", 0, int.MaxValue) ?? ForgetEvery),
        };
        members.End();
        return changed;
    }
}
