namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>
/// Compares what processes reported about a group's messages, one process after another, with the deliveries of the service. No message
/// comes back here, so more than one delivery is an error.
/// </summary>
internal static class DeliveryProof
{
    private const string Accepted = nameof(Accepted);
    private const string Rejected = nameof(Rejected);
    private const string RunStopped = nameof(RunStopped);
    private const string Unknown = nameof(Unknown);
    private const string AlreadyResent = nameof(AlreadyResent);
    private const string OutcomeUnknown = nameof(OutcomeUnknown);

    /// <summary>Returns everything that is wrong; nothing if every message was delivered once and is known, or is reported as unknown.</summary>
    /// <param name="msgIds">All messages.</param>
    /// <param name="told">The results of each process; the last process ran to the end.</param>
    /// <param name="deliveries">How often each message was delivered.</param>
    /// <param name="mostDoubtful">How many messages may have an unknown outcome in the end.</param>
    /// <param name="mayBeLeft">Whether a message may have no delivery in the end: rejected, or not sent by a run that was stopped.</param>
    public static IReadOnlyList<string> Complaints(
        IReadOnlyList<string> msgIds, IReadOnlyList<IReadOnlyList<ReportedResult>> told, IReadOnlyDictionary<string, int> deliveries, int mostDoubtful,
        bool mayBeLeft = false)
    {
        var complaints = new List<string>();
        var histories = told.SelectMany(results => results).ToLookup(result => result.MsgId, StringComparer.Ordinal);
        var last = told[^1].ToLookup(result => result.MsgId, StringComparer.Ordinal);
        foreach (var id in msgIds)
        {
            var end = last[id].ToArray();
            if (end.Length != 1)
            {
                complaints.Add(FormattableString.Invariant($"{id}: {end.Length} results in the end."));
                continue;
            }

            var wrongs = OfMessage([.. histories[id]], end[0], deliveries.GetValueOrDefault(id), mayBeLeft);
            complaints.AddRange(wrongs.Select(wrong => $"{id}: {wrong} Told: {Words(histories[id])}."));
        }

        complaints.AddRange(deliveries.Keys.Except(msgIds, StringComparer.Ordinal).Select(id => $"{id}: delivered, and nobody asked for it."));
        var doubtful = told[^1].Count(IsDoubtful);
        if (doubtful > mostDoubtful) complaints.Add(FormattableString.Invariant($"{doubtful} messages are doubtful; there can be {mostDoubtful}."));
        return complaints;
    }

    /// <summary>
    /// What several processes told side by side, as the results of one: these have no order, so that whoever sent a message comes last, and
    /// nobody else may have sent it.
    /// </summary>
    public static IReadOnlyList<ReportedResult> SideBySide(IEnumerable<ReportedResult> told) => [.. told.OrderBy(one => one.Status == Accepted)];

    /// <summary>Whether a result says that it is not known whether the message was resent.</summary>
    public static bool IsDoubtful(ReportedResult told) => told.What is Unknown or OutcomeUnknown;

    private static IEnumerable<string> OfMessage(ReportedResult[] history, ReportedResult end, int count, bool mayBeLeft)
    {
        if (count > 1) yield return FormattableString.Invariant($"delivered {count} times.");
        var accepted = Array.FindIndex(history, result => result.Status == Accepted);
        if (accepted >= 0)
        {
            if (count == 0) yield return "accepted, and never delivered.";
            if (history.Skip(accepted + 1).FirstOrDefault(result => result.What != AlreadyResent && !(mayBeLeft && result.What == RunStopped)) is { } later)
                yield return $"accepted, and then {later.What}.";
        }

        if (end.What == AlreadyResent && count == 0)
        {
            yield return "said to be resent, and never delivered.";
        }
        else if (mayBeLeft && end.What is (Rejected or RunStopped))
        {
            // A run that was stopped looks at no message any more: what is known of one was told before.
            var known = end.What == RunStopped && history.Any(told => told.What is Accepted or AlreadyResent || IsDoubtful(told));
            if (count > 0 && !known) yield return $"{end.What}, and delivered all the same.";
        }
        else if (end.What is not (Accepted or AlreadyResent) && !IsDoubtful(end))
        {
            yield return $"left as {end.What}.";
        }
    }

    private static string Words(IEnumerable<ReportedResult> history) => string.Join(", ", history.Select(told => told.What));
}
