using System.Text;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Some of the attempts a query asks for, newest first.</summary>
/// <param name="Attempts">The attempts.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
internal sealed record AttemptPage(IReadOnlyList<RecordedAttempt> Attempts, long? Next)
{
    private const int Size = 500;

    public static AttemptPage Read(SqliteConnection connection, AttemptQuery query, long? before)
    {
        var values = new List<object?>();
        var where = new StringBuilder("1 = 1");
        void Narrow(string column, string comparison, object? value)
        {
            if (value is null) return;
            values.Add(value);
            where.Append(System.Globalization.CultureInfo.InvariantCulture, $" AND {column} {comparison} @{values.Count}");
        }

        Narrow("attempt.rowid", "<", before);
        Narrow("message.realm", "=", query.Realm);
        Narrow("message.instance_id", "=", query.InstanceId);
        Narrow("message.group_id", "=", query.GroupId);
        Narrow("attempt.run", "=", query.RunId);
        Narrow("attempt.id", "=", query.AttemptId);
        Narrow("attempt.claimed_at", ">=", query.From);
        Narrow("attempt.claimed_at", "<=", query.To);
        if (query.MsgIds.Count > 0)
        {
            var first = values.Count + 1;
            values.AddRange(query.MsgIds.Select(id => id.ToUpperInvariant()));
            where.Append(System.Globalization.CultureInfo.InvariantCulture, $" AND message.msg_id IN ({string.Join(", ", Enumerable.Range(first, query.MsgIds.Count).Select(number => $"@{number}"))})");
        }

        using var command = connection.Command(
            $"""
            SELECT {HistoryReader.AttemptColumns}, message.realm, message.instance_id, message.group_id, message.msg_id, message.version,
                run.started_at, run.user, attempt.rowid
            FROM attempt JOIN message ON message.id = attempt.message JOIN run ON run.id = attempt.run
            WHERE {where} ORDER BY attempt.rowid DESC LIMIT {Size}
            """,
            values.ToArray());
        using var rows = command.ExecuteReader();
        var attempts = new List<RecordedAttempt>();
        long? next = null;
        var read = 0;
        while (rows.Read())
        {
            read++;
            next = rows.GetInt64(21);
            var attempt = HistoryReader.ReadAttempt(connection, rows);

            // Which outcome counts is told by folding, in one place, not by SQL.
            if (query.Statuses.Count > 0 && !(attempt.Outcome is { } outcome && query.Statuses.Contains(outcome.Status))) continue;
            attempts.Add(new(
                new(rows.GetString(14), rows.GetString(15), rows.GetString(16), rows.GetString(17)),
                rows.GetInt64(18),
                attempt,
                new(attempt.RunId, rows.Time(19), rows.GetString(20), attempt.Holder, attempt.Reason)));
        }

        return new(attempts, read == Size ? next : null);
    }
}
