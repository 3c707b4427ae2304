namespace OnsDlq.Shell.Rehearsal;

/// <summary>What the module told about one message.</summary>
/// <param name="MsgId">The message.</param>
/// <param name="Status">The outcome's name, such as Accepted.</param>
/// <param name="Tries">How many HTTP requests were made for it.</param>
internal sealed record ToldResult(string MsgId, string Status, int Tries);
