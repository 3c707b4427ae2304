namespace OnsDlq.Sandbox.Broker;

/// <summary>One page of a listing.</summary>
/// <param name="Group">Whose dead letters.</param>
/// <param name="Number">Which page, from 1.</param>
/// <param name="MaxPageCount">How many there are.</param>
/// <param name="TaskId">The listing it belongs to.</param>
/// <param name="Entries">The dead letters on it.</param>
internal sealed record DeadLetterPage(
    ConsumerGroup Group, int Number, int MaxPageCount, string TaskId, IReadOnlyList<DeadLetterEntry> Entries);
