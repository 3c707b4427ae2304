namespace OnsDlq.Journal.Postgres;

/// <summary>The limits for a journal in a database; tests replace some of them.</summary>
internal sealed record PostgresRules
{
    /// <summary>The schema that the journal's tables are in.</summary>
    public string Schema { get; init; } = "onsdlq";

    /// <summary>The steps that make the tables and bring older ones up to date.</summary>
    public PostgresSchema Tables { get; init; } = PostgresSchema.Current;

    /// <summary>How long one statement may take before it is given up, at the server and here.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may take to be made.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a write waits for a database that is away, such as while it restarts, before it fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a try may take at least after a run was stopped, before it is given up.</summary>
    public TimeSpan LastTry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long closing waits for a database that is away.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many transactions of claims and settlements may be on their way at once: a sender that comes while one is on its way does not wait
    /// for it.
    /// </summary>
    public int Lanes { get; init; } = 4;

    /// <summary>
    /// How long a settlement waits for the sender's next claim, which most often follows at once, so that both take one transaction. The next
    /// request leaves only after both in any case.
    /// </summary>
    public TimeSpan SettlementWait { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The clock of this machine.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
