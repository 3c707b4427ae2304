namespace OnsDlq.Shell.Rehearsal;

/// <summary>Puts what the module told beside what the sandbox counted.</summary>
internal sealed class DeliveryCheck
{
    /// <summary>Compares message by message, then call by call.</summary>
    public DeliveryCheck(IReadOnlyCollection<ToldResult> told, SandboxLedger ledger)
    {
        Rows = [.. told.GroupBy(result => result.MsgId).Select(results => Row(results, ledger))];
        var known = Rows.Select(row => row.MsgId).ToHashSet();
        var strangers = ledger.Deliveries.Where(delivery => delivery.Value > 0 && !known.Contains(delivery.Key)).ToList();
        Delivered = ledger.Deliveries.Values.Sum();
        Tries = told.Sum(result => result.Tries);

        var trouble = new List<string>();
        trouble.AddRange(Rows.Where(row => !row.Agrees).Select(row =>
            $"{row.MsgId} is {row.Status}, and was delivered {Times(row.Deliveries)}."));
        trouble.AddRange(strangers.Select(delivery =>
            $"{delivery.Key} was delivered {Times(delivery.Value)}, and the module never told of it."));
        if (Tries != ledger.Executed + ledger.Refused)
        {
            trouble.Add($"The module made {Tries} calls, and the sandbox counted {ledger.Executed + ledger.Refused}.");
        }
        if (Rows.Count == 0)
        {
            trouble.Add("Nothing was resent, so that nothing is proven.");
        }
        Trouble = trouble;
    }

    /// <summary>One row for each message that the module told of.</summary>
    public IReadOnlyList<DeliveryRow> Rows { get; }

    /// <summary>Where the two disagree; empty where they do not.</summary>
    public IReadOnlyList<string> Trouble { get; }

    /// <summary>How many deliveries the sandbox counted in all.</summary>
    public int Delivered { get; }

    /// <summary>How many calls the module says it made.</summary>
    public int Tries { get; }

    private static DeliveryRow Row(IGrouping<string, ToldResult> results, SandboxLedger ledger)
    {
        var deliveries = ledger.Deliveries.GetValueOrDefault(results.Key);
        var accepted = results.Count(result => result.Status == "Accepted");
        var unknown = results.Count(result => result.Status == "Unknown");
        // Unknown means that both are possible; whatever else the module says means none.
        var agrees = deliveries <= 1 && deliveries >= accepted && deliveries <= accepted + unknown;
        return new DeliveryRow(results.Key, string.Join(", ", results.Select(result => result.Status)), deliveries, agrees);
    }

    private static string Times(int count) => count switch { 0 => "never", 1 => "once", 2 => "twice", _ => $"{count} times" };
}
