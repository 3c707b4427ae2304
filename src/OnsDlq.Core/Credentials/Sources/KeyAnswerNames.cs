namespace OnsDlq.Credentials.Sources;

/// <summary>How an answer names the parts of a key.</summary>
internal sealed record KeyAnswerNames(string Id, string Secret, string Token, string Expiration);
