using OnsDlq.Messages;

namespace OnsDlq.Operations;

/// <summary>One page of a listing.</summary>
/// <param name="RequestId">The request ID.</param>
/// <param name="TaskId">What names the listing on later pages; null on an empty answer.</param>
/// <param name="CurrentPage">The page.</param>
/// <param name="MaxPageCount">How many pages the task has; may be above the 50 that can be fetched.</param>
/// <param name="Entries">The dead letters of the page.</param>
internal sealed record DeadLetterPage(
    string? RequestId, string? TaskId, int CurrentPage, int MaxPageCount, IReadOnlyList<DeadLetter> Entries);
