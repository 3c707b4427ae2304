namespace OnsDlq.Sandbox.Broker;

/// <summary>The tries of one consumer with messages of one topic that ended in one second.</summary>
/// <param name="second">The second, in Unix s.</param>
/// <param name="topic">The topic.</param>
/// <param name="client">The consumer.</param>
internal sealed class TryCount(long second, string topic, ConsumerClient client)
{
    /// <summary>The second, in Unix s.</summary>
    public long Second { get; } = second;

    /// <summary>The topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>The consumer.</summary>
    public ConsumerClient Client { get; } = client;

    /// <summary>How many succeeded.</summary>
    public int Ok { get; set; }

    /// <summary>How many did not.</summary>
    public int Failed { get; set; }
}
