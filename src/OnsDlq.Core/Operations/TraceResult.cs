namespace OnsDlq.Operations;

/// <summary>What a search for the traces of one message has found.</summary>
/// <param name="State">Its state.</param>
/// <param name="Tries">What the consumers of all groups did with the message; empty while it has not ended.</param>
internal sealed record TraceResult(TraceState State, IReadOnlyList<ConsumerTry> Tries);
