using System.Globalization;
using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>Which server a journal's records are on, and how far that has got: as a person has accepted it, and as it is now.</summary>
/// <param name="AcceptedSystem">The accepted identifier of the database system; null where none was recorded.</param>
/// <param name="AcceptedTimeline">The accepted timeline: it changes when a standby is promoted, and with a restore to a point in time.</param>
/// <param name="System">The identifier of the database system now.</param>
/// <param name="Timeline">The timeline now; null on a standby, which cannot tell.</param>
/// <param name="Reached">How much write-ahead log is on disk, in bytes since the beginning of the system; null on a standby.</param>
/// <param name="Repairs">How often a person has accepted a change of the server: the marks of earlier times do not count any more.</param>
internal sealed record ServerState(
    string? AcceptedSystem, string? AcceptedTimeline, string System, string? Timeline, long? Reached, long Repairs)
{
    /// <summary>The present system, timeline and reach, as SQL; only for a server that is no standby.</summary>
    public const string PresentSystem = "(SELECT system_identifier::text FROM pg_control_system())",
        PresentTimeline = "substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)",
        PresentReach = "(pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint";

    /// <summary>Reads it, also of a journal of an older version that has recorded nothing.</summary>
    public static async Task<ServerState> ReadAsync(NpgsqlConnection connection, Place place, CancellationToken cancellationToken)
    {
        var found = await Sql.ReadAsync(
            connection,
            $"""
            SELECT to_jsonb(journal) ->> 'system_id', to_jsonb(journal) ->> 'timeline', {PresentSystem},
                CASE WHEN NOT pg_is_in_recovery() THEN {PresentTimeline} END, CASE WHEN NOT pg_is_in_recovery() THEN {PresentReach} END,
                (SELECT count(*) FROM {place.Table("gap")} AS gap WHERE coalesce(to_jsonb(gap) ->> 'of_server', 'true') = 'true')
            FROM {place.Table("journal")} AS journal
            """,
            row => new ServerState(row.TextOrNull(0), row.TextOrNull(1), row.Text(2), row.TextOrNull(3), row.NumberOrNull(4), row.GetInt64(5)),
            cancellationToken).ConfigureAwait(false);
        return found.Count == 1 ? found[0] : throw new InvalidDataException("it has no ID.");
    }

    /// <summary>What may be missing from the journal; null where nothing is known to be.</summary>
    /// <param name="known">The reach by this user's mark; null where there is none.</param>
    public string? Missing(long? known)
    {
        if (AcceptedSystem is null || Timeline is null) return null;
        if (AcceptedSystem != System) return "its database is on another server now: a backup that was restored, or a copy";
        if (AcceptedTimeline != Timeline)
        {
            return $"its server was switched over, failed over or restored (timeline {Number(Timeline)} instead of {Number(AcceptedTimeline!)}): the last changes may be lost";
        }

        return known > Reached ? "its server went back to an earlier state: later changes are known to this user, but are not in it" : null;
    }

    private static string Number(string timeline) => int.TryParse(timeline, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
        ? number.ToString(CultureInfo.InvariantCulture)
        : "unknown";
}
