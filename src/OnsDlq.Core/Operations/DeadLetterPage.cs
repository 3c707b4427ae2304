using OnsDlq.Messages;

namespace OnsDlq.Operations;

/// <summary>One page of a listing.</summary>
/// <param name="RequestId">The request ID.</param>
/// <param name="TaskId">The ID of the query task, to ask for later pages; null on an empty answer.</param>
/// <param name="CurrentPage">The page.</param>
/// <param name="MaxPageCount">How many pages the task has; may be more than the 50 that can be read.</param>
/// <param name="Entries">The dead letters of the page.</param>
internal sealed record DeadLetterPage(
    string? RequestId, string? TaskId, int CurrentPage, int MaxPageCount, IReadOnlyList<DeadLetter> Entries);
