using Npgsql;
using OnsDlq.Errors;

namespace OnsDlq.Journal.Postgres;

/// <summary>What a server says of itself.</summary>
/// <param name="Version">Its version, such as 150006.</param>
/// <param name="IsStandby">Whether it only follows another server.</param>
/// <param name="Encoding">The encoding of the database.</param>
/// <param name="KeepsFiles">Whether it waits until what it has written is on disk (fsync).</param>
/// <param name="KeepsPages">Whether it can repair a page that was written in part (full_page_writes).</param>
/// <param name="Isolation">How transactions are isolated by default.</param>
internal sealed record ServerFacts(int Version, bool IsStandby, string Encoding, bool KeepsFiles, bool KeepsPages, string Isolation)
{
    private const int Oldest = 130000;

    /// <summary>Why no journal can be there; null where one can.</summary>
    public (ErrorId Id, string Words)? WhyNot =>
        IsStandby ? (ErrorId.JournalUnwritable, "the server is a standby, which takes no changes; name the primary")
        : Version < Oldest ? (ErrorId.JournalUnavailable, "the server is older than PostgreSQL 13")
        : Encoding != "UTF8" ? (ErrorId.JournalUnavailable, $"the database is in {PlainText.Of(Encoding, 20)}; make one in UTF8 (createdb --encoding=UTF8)")
        : Isolation != "read committed" ? (ErrorId.JournalUnavailable, PostgresTroubles.Isolation)
        : null;

    /// <summary>A warning where the server may lose what it said it keeps; null for none.</summary>
    public string? Warning => KeepsFiles && KeepsPages
        ? null
        : $"The journal's server is set to lose data when it crashes ({(KeepsFiles ? "full_page_writes" : "fsync")} is off): after a crash, messages may be sent twice.";

    /// <summary>Asks the server; notes its time.</summary>
    public static async Task<ServerFacts> ReadAsync(
        NpgsqlConnection connection, ServerClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        var found = await Sql.ReadAsync(
            connection,
            """
            SELECT current_setting('server_version_num')::int, pg_is_in_recovery(), current_setting('server_encoding'), current_setting('fsync') = 'on',
                current_setting('full_page_writes') = 'on', current_setting('transaction_isolation'), clock_timestamp()
            """,
            row => (
                Facts: new ServerFacts(row.GetInt32(0), row.GetBoolean(1), row.Text(2), row.GetBoolean(3), row.GetBoolean(4), row.Text(5)),
                Now: row.Time(6)),
            cancellationToken).ConfigureAwait(false);
        clock.Note(found[0].Now, asked, time.GetUtcNow());
        return found[0].Facts;
    }
}
