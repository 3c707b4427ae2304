using Microsoft.Data.Sqlite;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads and writes the evidence on attempts.</summary>
internal static class EvidenceRow
{
    private const string Columns = "verdict, reason, found_at, event_at, failures, client, queries";

    /// <summary>Reads it from a row that has its columns from one on, in the order of <see cref="Columns"/>.</summary>
    public static AttemptEvidence Read(SqliteDataReader row, int first) => new()
    {
        Verdict = row.Name<EvidenceVerdict>(first),
        Reason = row.IsDBNull(first + 1) ? null : row.Name<EvidenceReason>(first + 1),
        FoundAt = row.Time(first + 2),
        EventAt = row.TimeOrNull(first + 3),
        Failures = row.Count(first + 4),
        Client = row.TextOrNull(first + 5),
        Queries = row.Count(first + 6),
    };

    /// <summary>Records what replaces the evidence that is recorded; gives how much of it did.</summary>
    public static int Record(JournalConnection connection, IReadOnlyList<FoundEvidence> found) => found.Count(one => Record(connection, one));

    private static bool Record(JournalConnection connection, FoundEvidence found)
    {
        if (connection.Scalar("SELECT number FROM attempt WHERE id = @1", found.AttemptId) is not long attempt) return false;
        var evidence = found.Evidence;
        if (!evidence.Replaces(Find(connection, attempt))) return false;
        connection.Execute(
            $"""
            INSERT INTO evidence (attempt, {Columns}) VALUES (@1, @2, @3, @4, @5, @6, @7, @8)
            ON CONFLICT (attempt) DO UPDATE SET verdict = @2, reason = @3, found_at = @4, event_at = @5, failures = @6, client = @7, queries = @8
            """,
            attempt, evidence.Verdict, evidence.Reason, evidence.FoundAt, evidence.EventAt, evidence.Failures, evidence.Client, evidence.Queries);
        return true;
    }

    private static AttemptEvidence? Find(JournalConnection connection, long attempt)
    {
        using var rows = connection.Query($"SELECT {Columns} FROM evidence WHERE attempt = @1", attempt);
        return rows.Read() ? Read(rows, 0) : null;
    }
}
