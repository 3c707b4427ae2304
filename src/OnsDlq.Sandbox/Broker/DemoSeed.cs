using System.Globalization;

namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// A queue as a shop might have it after a bad day: a payment provider that was down for two hours, a release that could not read one kind of
/// order, some stock updates, one message whose consumer fails again, one whose first resend gets lost on the way, two labels that are images. The
/// same in every run, with the same IDs, except for its times, which end now.
/// </summary>
internal static class DemoSeed
{
    /// <summary>The instance that everything is in.</summary>
    public const string InstanceId = "MQ_INST_1234567890123456_DEMO0001";

    /// <summary>The group with most dead letters, of two topics.</summary>
    public const string Orders = "GID_orders";

    /// <summary>The group of the payments.</summary>
    public const string Payments = "GID_payments";

    /// <summary>A group with HTTP clients; its dead letters have binary bodies.</summary>
    public const string Labels = "GID_labels";

    /// <summary>A second instance, whose one group has no dead letter.</summary>
    public const string StagingInstanceId = "MQ_INST_1234567890123456_DEMO0002";

    /// <summary>The group of the second instance.</summary>
    public const string StagingOrders = "GID_orders_staging";

    /// <summary>A group that has no dead letter.</summary>
    public const string Shipping = "GID_shipping";

    /// <summary>The payment whose first resend gets lost before it is executed, so that its outcome is unknown. README names it.</summary>
    public const string LostPayment = "0BC16699165C03B925DB8A404E2D0001";

    /// <summary>Another payment, which README names as one to block.</summary>
    public const string BookedPayment = "0BC16699165C03B925DB8A404E2D0002";

    /// <summary>
    /// After how long the message that fails again comes back: late enough for the round to be clear, soon enough to wait for it.
    /// </summary>
    public const long ReturnAfterMs = 10_000;

    private const long MinuteMs = 60_000;

    /// <summary>Puts the queue into a broker.</summary>
    public static void Fill(SandboxBroker broker)
    {
        var now = broker.Now;
        var items = new List<SeedItem>();
        items.AddRange(Enumerable.Range(0, 16).Select(i => Order(i, now)));
        items.AddRange(Enumerable.Range(0, 8).Select(i => Stock(i, now)));
        items.AddRange(Enumerable.Range(0, 16).Select(i => Payment(i, now)));
        items.AddRange(Enumerable.Range(0, 2).Select(i => Label(i, now)));
        broker.Add([.. items.OrderBy(item => item.From)]);
        broker.SetConsumer(InstanceId, Shipping, null, ConsumerBehaviour.Succeeding);
        Describe(broker, now);
    }

    private static void Describe(SandboxBroker broker, long now)
    {
        var made = now - (400L * 24 * 60 * MinuteMs);
        broker.Describe(InstanceId, new InstanceProfile
        {
            CreateTime = made,
            Name = "shop",
            Remark = "The shop's orders, payments and parcels",
            Tags = new Dictionary<string, string> { ["stage"] = "production" },
        });
        broker.Describe(InstanceId, Orders, new GroupProfile { CreateTime = made + MinuteMs, Remark = "Books orders and stock" });
        broker.Describe(InstanceId, Payments, new GroupProfile { CreateTime = made + (2 * MinuteMs), Remark = "Books payments" });
        broker.Describe(InstanceId, Shipping, new GroupProfile { CreateTime = made + (4 * MinuteMs), Remark = "Sends parcels" });
        broker.Describe(InstanceId, Labels, new GroupProfile { CreateTime = made + (3 * MinuteMs), Type = "http", Remark = "Prints labels" });
        broker.Describe(StagingInstanceId, new InstanceProfile { CreateTime = made + (9 * MinuteMs), Name = "shop-staging" });
        broker.Describe(StagingInstanceId, StagingOrders, new GroupProfile { CreateTime = made + (10 * MinuteMs) });
    }

    // Orders fail all day, and the kind that the release cannot read fails at every delivery.
    private static SeedItem Order(int i, long now)
    {
        string[] tags = ["created", "paid", "cancelled", "created"];
        var number = 1041 + (i * 7);
        var stored = now - ((25 + (i * 133)) * MinuteMs) - (i * 977);
        var cannotBeRead = i == 11;
        var content = cannotBeRead
            ? "\"currency\":\"???\",\"lines\":null"
            : string.Create(CultureInfo.InvariantCulture, $"\"currency\":\"CNY\",\"lines\":{1 + (i % 4)},\"total\":{99 + (i * 13)}.00");
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"orderId":{{number}},{{content}}}""");
        return Item(Orders, "orders", tags[i % tags.Length], $"ORDER-{Day(stored)}-{number}", body, stored) with
        {
            Consumer = cannotBeRead ? new ConsumerBehaviour(ConsumerOutcome.Fail, 0, ReturnAfterMs) : null,
        };
    }

    // Stock updates of the same group, close together.
    private static SeedItem Stock(int i, long now)
    {
        var stored = now - (540 * MinuteMs) + (i * 41_000);
        var sku = 7001 + (i % 5);
        return Item(
            Orders,
            "inventory",
            i % 3 == 0 ? "restocked" : "reserved",
            string.Create(CultureInfo.InvariantCulture, $"SKU-{sku} ORDER-{Day(stored)}-{1041 + (i * 14)}"),
            string.Create(CultureInfo.InvariantCulture, $$"""{"sku":{{sku}},"delta":{{(i % 3 == 0 ? 40 : -1 - (i % 2))}}}"""),
            stored);
    }

    // Payments fail within the two hours the provider was down.
    private static SeedItem Payment(int i, long now)
    {
        string[] tags = ["captured", "refunded", "captured"];
        var number = 88120 + (i * 3);
        return Item(
            Payments,
            "payments",
            tags[i % tags.Length],
            string.Create(CultureInfo.InvariantCulture, $"PAY-{number}"),
            string.Create(CultureInfo.InvariantCulture, $$"""{"paymentId":{{number}},"amount":{{20 + (i * 11)}}.50,"currency":"CNY"}"""),
            now - (360 * MinuteMs) + (i * 7 * MinuteMs) + (i * 1_313)) with
        {
            MsgId = i switch { 5 => LostPayment, 9 => BookedPayment, _ => null },
        };
    }

    // A label in the printer's binary format.
    private static SeedItem Label(int i, long now) => Item(
        Labels, "labels", "parcel", string.Create(CultureInfo.InvariantCulture, $"PARCEL-{5501 + i}"), "", now - ((90 + (i * 45)) * MinuteMs)) with
    {
        BodyText = null,
        Body = [0x1B, 0x40, 0x00, 0xFF, .. Enumerable.Range(0, 60).Select(n => (byte)((n * 37) + i)), 0x0C],
    };

    private static SeedItem Item(string groupId, string topic, string tag, string keys, string body, long stored) => new()
    {
        InstanceId = InstanceId,
        GroupId = groupId,
        Topic = topic,
        Tag = tag,
        Keys = keys,
        BodyText = body,
        From = stored,
        To = stored,
    };

    private static string Day(long time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
