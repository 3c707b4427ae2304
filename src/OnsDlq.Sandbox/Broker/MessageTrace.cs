namespace OnsDlq.Sandbox.Broker;

/// <summary>The traces of one message.</summary>
/// <param name="Content">The message.</param>
/// <param name="Groups">The tries by the name of the group, with times on the consumers' clocks.</param>
internal sealed record MessageTrace(MessageContent Content, IReadOnlyList<KeyValuePair<string, IReadOnlyList<DeliveryTry>>> Groups);
