namespace OnsDlq.Journal.Postgres;

/// <summary>
/// The server warned while it committed. It does so where the wait for a replica was cancelled: what was committed may be lost with the server.
/// </summary>
internal sealed class UntrustedCommitException(string warning) : Exception($"The server warned: {warning}");
