namespace OnsDlq.Sandbox.Protocol;

/// <summary>Who signed a call.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AccessKeyId">The key that signed.</param>
/// <param name="Arn">The caller's ARN, such as acs:ram::1234:user/ops or acs:ram::1234:assumed-role/dlq/session.</param>
internal sealed record Caller(string AccountId, string AccessKeyId, string Arn);
