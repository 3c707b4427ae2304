using System.Globalization;
using Npgsql;
using OnsDlq.Errors;

namespace OnsDlq.Journal.Postgres;

/// <summary>The tables, and the migrations from older versions.</summary>
/// <param name="steps">
/// Step n brings a journal from version n to n + 1; a step that was shipped is never changed. {s} stands for the name of the schema.
/// </param>
internal sealed class PostgresSchema(params IReadOnlyList<string> steps)
{
    // live: whether the attempt has no outcome yet. lease_ends: the end of the lease by the server's own clock; the other times of an attempt are
    // on the service's clock, as in every journal. Numbers of outcomes are from one sequence: whoever is told later has the higher number.
    private const string First =
        """
        CREATE TABLE {s}.journal (
            one boolean PRIMARY KEY DEFAULT true CHECK (one),
            id text NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', ''), version integer NOT NULL, made_at timestamptz NOT NULL DEFAULT now());

        CREATE TABLE {s}.queue (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            realm text COLLATE "C" NOT NULL, instance_id text COLLATE "C" NOT NULL, group_id text COLLATE "C" NOT NULL);
        CREATE UNIQUE INDEX queue_name ON {s}.queue (lower(group_id), lower(instance_id), realm);

        CREATE TABLE {s}.message (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            queue bigint NOT NULL REFERENCES {s}.queue, msg_id text COLLATE "C" NOT NULL,
            version bigint NOT NULL DEFAULT 0,
            block_reason text, block_by text, block_since timestamptz, block_until timestamptz,
            CONSTRAINT message_name UNIQUE (msg_id, queue));
        CREATE INDEX message_blocked ON {s}.message (id) WHERE block_reason IS NOT NULL;

        CREATE TABLE {s}.run (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text COLLATE "C" NOT NULL CONSTRAINT run_name UNIQUE,
            started_at timestamptz NOT NULL, run_by text NOT NULL, reason text,
            machine text NOT NULL, boot text NOT NULL, process_space text NOT NULL, process_id integer NOT NULL, process_start bigint NOT NULL,
            pace double precision, ended_at timestamptz, skipped integer, stopped_by text);

        CREATE TABLE {s}.attempt (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text COLLATE "C" NOT NULL CONSTRAINT attempt_name UNIQUE,
            message bigint NOT NULL REFERENCES {s}.message, run bigint NOT NULL REFERENCES {s}.run, round integer NOT NULL,
            claimed_at timestamptz NOT NULL, lease_until timestamptz NOT NULL, signed_at timestamptz NOT NULL,
            lease_length interval NOT NULL, lease_ends timestamptz NOT NULL,
            entries bigint[] NOT NULL, newest_entry bigint, lifted text[] NOT NULL, listed boolean NOT NULL, live boolean NOT NULL DEFAULT true,
            topic text, born_at timestamptz, canary text COLLATE "C");
        CREATE UNIQUE INDEX one_live_claim ON {s}.attempt (message) WHERE live;
        CREATE INDEX attempt_by_message ON {s}.attempt (message, number);
        CREATE INDEX attempt_by_run ON {s}.attempt (run, number);
        CREATE INDEX attempt_of_canary ON {s}.attempt (canary) WHERE canary IS NOT NULL;

        CREATE TABLE {s}.outcome (
            number bigint GENERATED ALWAYS AS IDENTITY, attempt bigint NOT NULL REFERENCES {s}.attempt,
            status text NOT NULL, source text NOT NULL, told_at timestamptz NOT NULL, request_id text, error_code text, error_message text,
            failed_msg_id text[] NOT NULL, tries integer NOT NULL, told_by text, reason text,
            PRIMARY KEY (attempt, number));

        CREATE TABLE {s}.evidence (
            attempt bigint PRIMARY KEY REFERENCES {s}.attempt, verdict text NOT NULL, reason text, found_at timestamptz NOT NULL, event_at timestamptz,
            failures integer NOT NULL, client text, queries integer NOT NULL);

        CREATE TABLE {s}.sample (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run bigint NOT NULL REFERENCES {s}.run, drawn_at timestamptz NOT NULL,
            population integer NOT NULL, consumed integer NOT NULL, seed bigint NOT NULL, attempts text[] NOT NULL);
        CREATE INDEX sample_by_run ON {s}.sample (run, number);

        CREATE TABLE {s}.canary (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text COLLATE "C" NOT NULL CONSTRAINT canary_name UNIQUE,
            queue bigint NOT NULL REFERENCES {s}.queue, run bigint NOT NULL REFERENCES {s}.run, size integer NOT NULL, begun_at timestamptz NOT NULL,
            deadline timestamptz NOT NULL, state text NOT NULL, ended_at timestamptz, seen text);
        CREATE UNIQUE INDEX one_open_canary ON {s}.canary (queue) WHERE state = 'Open';
        CREATE INDEX canary_by_queue ON {s}.canary (queue, number);

        CREATE TABLE {s}.pace (
            account text COLLATE "C" NOT NULL, realm text COLLATE "C" NOT NULL, action text COLLATE "C" NOT NULL,
            next_slot bigint NOT NULL DEFAULT 0, slowed_to bigint NOT NULL DEFAULT 0,
            hold_until bigint NOT NULL DEFAULT 0, changed_at bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (account, realm, action)) WITH (fillfactor = 50);

        CREATE TABLE {s}.bookmark (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            queue bigint NOT NULL REFERENCES {s}.queue, name text COLLATE "C" NOT NULL, filters text COLLATE "C" NOT NULL,
            version bigint NOT NULL, until timestamptz NOT NULL, seen text NOT NULL,
            CONSTRAINT bookmark_name UNIQUE (queue, name, filters));

        CREATE TABLE {s}.gap (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, found text NOT NULL, until timestamptz NOT NULL,
            repaired_at timestamptz NOT NULL, repaired_by text NOT NULL, reason text NOT NULL);
        """;

    // The server and the timeline that were accepted; filled below for a new journal, too.
    private const string Second =
        """
        ALTER TABLE {s}.journal ADD COLUMN system_id text, ADD COLUMN timeline text;
        """;

    // A journal that is open to nobody's claims has a move without an end; few journals have more than one row. of_server: whether the gap is of a
    // person's decision about the server; others come with moves.
    private const string Third =
        """
        CREATE TABLE {s}.move (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text COLLATE "C" NOT NULL, direction text NOT NULL, journal_id text NOT NULL,
            location text NOT NULL, begun_at timestamptz NOT NULL, begun_by text NOT NULL, ended_at timestamptz, complete boolean NOT NULL DEFAULT false,
            CONSTRAINT move_name UNIQUE (id, direction));
        CREATE UNIQUE INDEX one_seal ON {s}.move (direction) WHERE direction = 'To' AND ended_at IS NULL;
        ALTER TABLE {s}.gap ADD COLUMN of_server boolean NOT NULL DEFAULT true;
        """;

    /// <summary>The tables that this code reads and writes.</summary>
    public static PostgresSchema Current { get; } = new(First, Second, Third);

    /// <summary>The version after all steps.</summary>
    public int Version => steps.Count;

    public IReadOnlyList<string> Steps => steps;

    /// <summary>Reads the version; 0 where there is no journal.</summary>
    /// <exception cref="JournalException">A newer version of the module wrote it, or what is there is no journal.</exception>
    public async Task<int> ReadVersionAsync(NpgsqlConnection connection, Place place, CancellationToken cancellationToken)
    {
        // Asked of the tables themselves: to_regclass may answer from a cache what was true before the lock was taken.
        var found = await Sql.ScalarAsync(
            connection,
            "SELECT 1 FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'journal'",
            cancellationToken, place.SchemaName).ConfigureAwait(false);
        if (found is null) return 0;
        var version = await Sql.ScalarAsync(connection, $"SELECT version FROM {place.Table("journal")}", cancellationToken).ConfigureAwait(false) as int?
            ?? throw new JournalException(
                ErrorId.JournalCorrupt, place.Address, $"The schema '{place.SchemaName}' of '{place.Address}' is not a journal of OnsDlq.");
        return version <= Version ? version : throw new JournalException(
            ErrorId.JournalNewerSchema, place.Address,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A newer version of OnsDlq wrote the journal '{place.Address}' (schema {version}, this version knows {Version}). Update the module."));
    }

    /// <summary>
    /// Brings the journal to <see cref="Version"/> in one transaction, all or nothing; gives the version before, 0 where there was none. Whoever
    /// comes at the same time waits for it. Needs the rights of the owner only where there is something to do.
    /// </summary>
    public async Task<int> UpgradeAsync(NpgsqlConnection connection, Place place, CancellationToken cancellationToken)
    {
        var seen = await ReadVersionAsync(connection, place, cancellationToken).ConfigureAwait(false);
        if (seen == Version) return seen;
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await LockAsync(connection, place, cancellationToken).ConfigureAwait(false);
            var version = await ReadVersionAsync(connection, place, cancellationToken).ConfigureAwait(false);
            if (version == 0 && await IsMissingAsync(connection, place, cancellationToken).ConfigureAwait(false))
                await Sql.ExecuteAsync(connection, $"CREATE SCHEMA {place.Schema}", cancellationToken).ConfigureAwait(false);
            foreach (var step in steps.Skip(version))
                await Sql.ScriptAsync(connection, step.Replace("{s}", place.Schema, StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
            await Sql.ExecuteAsync(
                connection,
                version == 0 ? $"INSERT INTO {place.Table("journal")} (version) VALUES ($1)" : $"UPDATE {place.Table("journal")} SET version = $1",
                cancellationToken, Version).ConfigureAwait(false);
            await Sql.ExecuteAsync(
                connection,
                $"""
                UPDATE {place.Table("journal")} SET system_id = {ServerState.PresentSystem}, timeline = {ServerState.PresentTimeline} WHERE system_id IS NULL
                """,
                cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return version;
        }
    }

    /// <summary>Keeps others from changing the tables, and from deciding on the journal, until the transaction ends.</summary>
    public static Task<int> LockAsync(NpgsqlConnection connection, Place place, CancellationToken cancellationToken) => Sql.ExecuteAsync(
        connection, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", cancellationToken, $"OnsDlq {place.SchemaName}");

    private static async Task<bool> IsMissingAsync(NpgsqlConnection connection, Place place, CancellationToken cancellationToken) =>
        await Sql.ScalarAsync(connection, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", cancellationToken, place.SchemaName)
            .ConfigureAwait(false) is null;
}
