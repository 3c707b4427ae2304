namespace OnsDlq.Report;

/// <summary>A count to show.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Class">The class of its colour.</param>
/// <param name="Meaning">What the name means; may be empty.</param>
/// <param name="IsOwnWord">Whether the name is one of the module's, and not one from outside.</param>
internal sealed record CountRow(string Name, long Count, string Class, string Meaning = "", bool IsOwnWord = true);
