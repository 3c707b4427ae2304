namespace OnsDlq.Sandbox.Broker;

/// <summary>One page of a listing.</summary>
/// <param name="Group">The group of the dead letters.</param>
/// <param name="Number">The page, from 1.</param>
/// <param name="MaxPageCount">How many pages there are.</param>
/// <param name="TaskId">The listing it belongs to.</param>
/// <param name="Entries">The dead letters on it.</param>
internal sealed record DeadLetterPage(
    ConsumerGroup Group, int Number, int MaxPageCount, string TaskId, IReadOnlyList<DeadLetterEntry> Entries);
