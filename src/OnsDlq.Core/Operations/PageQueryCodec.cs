using System.Globalization;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>OnsDLQMessagePageQueryByGroupId on the wire (ons-api facts 1.1).</summary>
internal static class PageQueryCodec
{
    public const string Action = "OnsDLQMessagePageQueryByGroupId";

    // Longer than any task ID, and short enough for a URL.
    private const int LongestTaskId = 1024;

    /// <summary>The call that asks for a page.</summary>
    public static ServiceCall Call(DeadLetterPageQuery query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GroupId"] = query.GroupId,
            ["BeginTime"] = Milliseconds(query.BeginTime),
            ["EndTime"] = Milliseconds(query.EndTime),
            ["CurrentPage"] = query.CurrentPage.ToString(CultureInfo.InvariantCulture),
            ["PageSize"] = query.PageSize.ToString(CultureInfo.InvariantCulture),
        };
        if (!string.IsNullOrEmpty(query.InstanceId)) parameters["InstanceId"] = query.InstanceId;
        if (!string.IsNullOrEmpty(query.TaskId)) parameters["TaskId"] = query.TaskId;
        return new ServiceCall(Action, parameters, CallKind.Query) { LargestAnswer = ServiceCall.LargestAnswerWithBodies };
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="query">The query.</param>
    /// <param name="regionId">The region that was asked.</param>
    /// <param name="realm">The name in the journal of the service that was asked; null where that does not matter.</param>
    /// <param name="withBodies">Whether the bodies in entries are kept.</param>
    /// <param name="askedAt">When it was asked; null where that does not matter.</param>
    /// <returns>The page; null where an entry has no message ID, which must not be ignored.</returns>
    public static DeadLetterPage? Read(
        ServiceAnswer answer, DeadLetterPageQuery query, string regionId, string? realm = null, bool withBodies = false, Moment? askedAt = null)
    {
        var found = answer.Body.Member("MsgFoundDo");
        var entries = new List<DeadLetter>();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in found?.List("MsgFoundList", "OnsRestMessageDo") ?? [])
        {
            if (DeadLetterEntry.Read(item, query.GroupId, query.InstanceId, regionId, realm, withBodies, askedAt, texts) is not { } entry) return null;
            entries.Add(entry);
        }

        return new DeadLetterPage(
            answer.RequestId,
            found?.Text("TaskId") is { Length: > 0 and <= LongestTaskId } task ? task : null,
            found?.SmallInteger("CurrentPage") ?? query.CurrentPage,
            found?.SmallInteger("MaxPageCount") ?? (entries.Count > 0 ? query.CurrentPage : 0),
            entries);
    }

    /// <summary>The page of an empty listing.</summary>
    public static DeadLetterPage None(string? requestId, DeadLetterPageQuery query) => new(requestId, null, query.CurrentPage, 0, []);

    // Nothing was stored before 1970, and the service does not accept negative times.
    private static string Milliseconds(DateTimeOffset time) => Math.Max(0, time.ToUnixTimeMilliseconds()).ToString(CultureInfo.InvariantCulture);
}
