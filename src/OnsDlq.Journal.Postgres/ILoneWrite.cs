using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>A write in a transaction of its own, which no later one overtakes.</summary>
internal interface ILoneWrite : IWrite
{
    /// <summary>Whether it may be done a second time where it is not known whether it was done.</summary>
    bool IsRepeatable { get; }

    /// <summary>What is said once the database is back, where it was given up and may have been done; null for nothing.</summary>
    Settlement? Release { get; }

    /// <summary>Does it in the open transaction; gives what completes it for its caller once the transaction is durable.</summary>
    Task<Action> DoAsync(NpgsqlConnection connection);
}
