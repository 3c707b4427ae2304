namespace OnsDlq.Report;

/// <summary>A column of a time line.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Counts">How many moments each series has in it.</param>
internal sealed record TimeColumn(DateTimeOffset Start, IReadOnlyList<long> Counts);
