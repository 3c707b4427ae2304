using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using SQLitePCL;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>What the statements of a message cost.</summary>
public sealed class SqliteStatementTests : IDisposable
{
    private readonly TestFolder _folder = new();

    // A temporary table has a page cache of its own, which is allocated and freed for each statement: that took a third of the writing thread's time.
    [Fact]
    public void No_statement_of_a_message_opens_a_temporary_table()
    {
        var file = new JournalFile(_folder.File(), new());
        file.Prepare();
        var writer = file.ConnectWriter(out _);
        using var log = JournalLog.Open(file, writer, wrote: true, marks: null);
        writer.Execute(
            """
            INSERT INTO run (id, started_at, user, machine, boot, process_space, process_id, process_start)
            VALUES ('run-1', 0, 'kim@box', 'box', 'boot-1', '', 42, 4711)
            """);

        Assert.True(CanaryRow.Begin(writer, new()
        {
            CanaryId = "c1",
            Queue = QueueKey.Of(Sample.Key()),
            RunId = "run-1",
            Size = 1,
            BegunAt = Sample.At(0),
            Deadline = Sample.At(60),
        }));

        var statements = new List<string>();
        raw.sqlite3_trace(writer.Handle, (_, sql) => statements.Add(sql), null);
        writer.Execute("BEGIN IMMEDIATE");
        log.BeforeWrites();
        Assert.True(AttemptRow.Claim(writer, new(Sample.Key(), 0, Sample.Attempt("a1"))));
        Assert.True(AttemptRow.Claim(writer, new(Sample.Key(2), 0, Sample.Attempt("a2"))));
        Assert.True(AttemptRow.Claim(writer, new(Sample.Key(3), 0, Sample.Attempt("a0") with { CanaryId = "c1" })));
        Assert.True(AttemptRow.Renew(writer, "a1", Sample.At(1), Sample.At(60)));
        Assert.True(AttemptRow.Settle(writer, "a1", Sample.Outcome(ResendStatus.Rejected), null));
        Assert.True(AttemptRow.Claim(writer, new(Sample.Key(), 3, Sample.Attempt("a3", at: 5))));
        log.BeforeCommit(counts: true);
        writer.Execute("COMMIT");

        raw.sqlite3_trace(writer.Handle, (strdelegate_trace?)null, null);
        Assert.True(statements.Count > 20);
        Assert.DoesNotContain(statements.Distinct(), sql => Steps(writer, sql).Contains("OpenEphemeral"));
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> Steps(JournalConnection connection, string sql)
    {
        var steps = new List<string>();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(connection.Handle, "EXPLAIN " + sql, out var explain));
        using (explain)
            while (raw.sqlite3_step(explain) == raw.SQLITE_ROW) steps.Add(raw.sqlite3_column_text(explain, 1).utf8_to_string());
        return steps;
    }
}
