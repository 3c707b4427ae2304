namespace OnsDlq.TestKit.Sandbox;

/// <summary>The deliveries and calls that the sandbox recorded.</summary>
/// <param name="Deliveries">Every message that was delivered because of a resend.</param>
/// <param name="Calls">Every operation that was called.</param>
public sealed record Ledger(IReadOnlyList<Delivery> Deliveries, IReadOnlyDictionary<string, CallCount> Calls)
{
    /// <summary>How many deliveries there were of all messages together.</summary>
    public int TotalDeliveries => Deliveries.Sum(delivery => delivery.Count);

    /// <summary>How often the message was delivered to the group.</summary>
    public int DeliveriesOf(string groupId, string msgId) =>
        Deliveries.Where(delivery => delivery.GroupId == groupId && delivery.MsgId == msgId).Sum(delivery => delivery.Count);

    /// <summary>The calls of an operation; zero if it was never called.</summary>
    public CallCount CallsOf(string action) => Calls.GetValueOrDefault(action) ?? new CallCount(0, 0);
}
