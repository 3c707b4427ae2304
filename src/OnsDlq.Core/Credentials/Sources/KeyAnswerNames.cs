namespace OnsDlq.Credentials.Sources;

/// <summary>The member names of a key's parts in an answer.</summary>
internal sealed record KeyAnswerNames(string Id, string Secret, string Token, string Expiration);
