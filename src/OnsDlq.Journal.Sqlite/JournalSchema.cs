using System.Globalization;
using OnsDlq.Errors;

namespace OnsDlq.Journal.Sqlite;

/// <summary>The schema, and the migrations from older versions.</summary>
/// <param name="steps">Step n brings a journal from version n to n + 1; a step that was shipped is never changed.</param>
internal sealed class JournalSchema(params IReadOnlyList<string> steps)
{
    /// <summary>The application ID in the header of our SQLite files ("ODLQ").</summary>
    public const int ApplicationId = 0x4F444C51;

    /// <summary>The first version with the table "journal".</summary>
    public const int WithState = 2;

    private const string First =
        """
        CREATE TABLE queue (
            id INTEGER PRIMARY KEY,
            realm TEXT NOT NULL, instance_id TEXT NOT NULL COLLATE NOCASE, group_id TEXT NOT NULL COLLATE NOCASE,
            UNIQUE (realm, instance_id, group_id));

        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            queue INTEGER NOT NULL REFERENCES queue (id), msg_id TEXT NOT NULL,
            version INTEGER NOT NULL DEFAULT 0,
            block_reason TEXT, block_by TEXT, block_since INTEGER, block_until INTEGER,
            UNIQUE (queue, msg_id));

        CREATE TABLE run (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, started_at INTEGER NOT NULL, user TEXT NOT NULL, reason TEXT,
            machine TEXT NOT NULL, boot TEXT NOT NULL, process_space TEXT NOT NULL, process_id INTEGER NOT NULL, process_start INTEGER NOT NULL);

        CREATE TABLE attempt (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
            message INTEGER NOT NULL REFERENCES message (id), run INTEGER NOT NULL REFERENCES run (number), round INTEGER NOT NULL,
            claimed_at INTEGER NOT NULL, lease_until INTEGER NOT NULL, signed_at INTEGER NOT NULL,
            entries TEXT NOT NULL, newest_entry INTEGER, lifted TEXT NOT NULL, live INTEGER NOT NULL DEFAULT 1);
        CREATE UNIQUE INDEX one_live_claim ON attempt (message) WHERE live = 1;
        CREATE INDEX attempt_by_message ON attempt (message);
        CREATE INDEX attempt_by_run ON attempt (run);

        CREATE TABLE outcome (
            attempt INTEGER NOT NULL REFERENCES attempt (number), number INTEGER NOT NULL,
            status TEXT NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL, request_id TEXT, error_code TEXT, error_message TEXT,
            failed_msg_id TEXT NOT NULL, tries INTEGER NOT NULL, by TEXT, reason TEXT,
            PRIMARY KEY (attempt, number)) WITHOUT ROWID;

        CREATE TABLE pace (
            access_key_id TEXT NOT NULL, realm TEXT NOT NULL, action TEXT NOT NULL,
            next_slot INTEGER NOT NULL DEFAULT 0, slowed_to INTEGER NOT NULL DEFAULT 0,
            hold_until INTEGER NOT NULL DEFAULT 0, changed_at INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (access_key_id, realm, action)) WITHOUT ROWID;
        """;

    // log: the number of the log that belongs to the main file, from 1. reached: the newest log that was written to; while it is lower than log,
    // the main file alone is not complete. commits: the number of transactions, without those of the pace and of bookmarks alone. Versions with
    // the first schema could record a proxy's password in an error text; it is deleted, and its bytes are overwritten.
    private const string Second =
        """
        CREATE TABLE journal (
            id TEXT NOT NULL, log INTEGER NOT NULL DEFAULT 0, reached INTEGER NOT NULL DEFAULT 0, commits INTEGER NOT NULL DEFAULT 0);
        INSERT INTO journal (id) VALUES (lower(hex(randomblob(16))));

        CREATE TABLE gap (
            number INTEGER PRIMARY KEY, found TEXT NOT NULL, until INTEGER NOT NULL,
            repaired_at INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL);

        PRAGMA secure_delete = ON;
        UPDATE outcome
            SET error_message = substr(error_message, 1, instr(error_message, '://') + 2) || substr(error_message, instr(error_message, '@') + 1)
            WHERE instr(error_message, '://') > 0 AND instr(error_message, '@') > instr(error_message, '://') + 2
                AND instr(substr(error_message, instr(error_message, '://') + 3, instr(error_message, '@') - instr(error_message, '://') - 3), '/') = 0;
        PRAGMA secure_delete = OFF;
        """;

    /// <summary>
    /// The first version in which attempts record whether their message was listed. An older journal can be read without an upgrade.
    /// </summary>
    public const int TellsListed = 3;

    // For earlier attempts it is not known whether the message was listed or looked up, so none counts as listed.
    private const string Third = "ALTER TABLE attempt ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;";

    /// <summary>The first version in which runs record their pace and their end.</summary>
    public const int TellsEnds = 4;

    // pace: the most resends in 1,000 s. Most messages are not blocked, and cost nothing in the index.
    private const string Fourth =
        """
        ALTER TABLE run ADD COLUMN pace INTEGER;
        ALTER TABLE run ADD COLUMN ended_at INTEGER;
        ALTER TABLE run ADD COLUMN skipped INTEGER;
        ALTER TABLE run ADD COLUMN stopped_by TEXT;
        CREATE INDEX message_blocked ON message (id) WHERE block_reason IS NOT NULL;
        """;

    /// <summary>The first version with bookmarks.</summary>
    public const int WithBookmarks = 5;

    private const string Fifth =
        """
        CREATE TABLE bookmark (
            id INTEGER PRIMARY KEY,
            queue INTEGER NOT NULL REFERENCES queue (id), name TEXT NOT NULL, filters TEXT NOT NULL,
            version INTEGER NOT NULL, until INTEGER NOT NULL, seen TEXT NOT NULL,
            UNIQUE (queue, name, filters));
        """;

    /// <summary>The first version that keeps evidence, samples and canaries, and the topic and the time of production with an attempt.</summary>
    public const int KeepsEvidence = 6;

    // canary in attempt: the canary's ID; few attempts have one, and the others cost nothing in the index. A group has one open canary at most.
    private const string Sixth =
        """
        ALTER TABLE attempt ADD COLUMN topic TEXT;
        ALTER TABLE attempt ADD COLUMN born_at INTEGER;
        ALTER TABLE attempt ADD COLUMN canary TEXT;
        CREATE INDEX attempt_of_canary ON attempt (canary) WHERE canary IS NOT NULL;

        CREATE TABLE evidence (
            attempt INTEGER PRIMARY KEY REFERENCES attempt (number), verdict TEXT NOT NULL, reason TEXT, found_at INTEGER NOT NULL, event_at INTEGER,
            failures INTEGER NOT NULL, client TEXT, queries INTEGER NOT NULL);

        CREATE TABLE sample (
            number INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run (number), drawn_at INTEGER NOT NULL, population INTEGER NOT NULL,
            consumed INTEGER NOT NULL, seed INTEGER NOT NULL, attempts TEXT NOT NULL);
        CREATE INDEX sample_by_run ON sample (run);

        CREATE TABLE canary (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, queue INTEGER NOT NULL REFERENCES queue (id),
            run INTEGER NOT NULL REFERENCES run (number), size INTEGER NOT NULL, begun_at INTEGER NOT NULL, deadline INTEGER NOT NULL,
            state TEXT NOT NULL, ended_at INTEGER, seen TEXT);
        CREATE UNIQUE INDEX one_open_canary ON canary (queue) WHERE state = 'Open';
        CREATE INDEX canary_by_queue ON canary (queue);
        """;

    /// <summary>The first version that knows of moves to and from other journals.</summary>
    public const int KnowsMoves = 7;

    // A journal that is open to nobody's claims has a move without an end; few journals have more than one row.
    private const string Seventh =
        """
        CREATE TABLE move (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL, direction TEXT NOT NULL, journal_id TEXT NOT NULL, location TEXT NOT NULL,
            begun_at INTEGER NOT NULL, by TEXT NOT NULL, ended_at INTEGER, complete INTEGER NOT NULL DEFAULT 0,
            UNIQUE (id, direction));
        CREATE UNIQUE INDEX one_seal ON move (direction) WHERE direction = 'To' AND ended_at IS NULL;
        """;

    /// <summary>The schema that this code reads and writes.</summary>
    public static JournalSchema Current { get; } = new(First, Second, Third, Fourth, Fifth, Sixth, Seventh);

    private readonly JournalShape _shape = new(steps);

    public IReadOnlyList<string> Steps => steps;

    /// <summary>The version after all steps.</summary>
    public int Version => steps.Count;

    /// <summary>Checks whose file it is, without changing it; gives its version, 0 for an empty one.</summary>
    /// <exception cref="JournalException">It is another program's file, or a newer version of the module wrote it.</exception>
    public int Recognize(JournalConnection connection, string location)
    {
        var (application, version) = (Read(connection, "application_id"), Read(connection, "user_version"));
        if (application != ApplicationId && !(application == 0 && version == 0 && IsEmpty(connection)))
            throw new JournalException(ErrorId.JournalCorrupt, location, $"'{location}' is a SQLite file, but not a journal of OnsDlq.");
        if (version > Version)
        {
            throw new JournalException(
                ErrorId.JournalNewerSchema, location,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A newer version of OnsDlq wrote the journal '{location}' (schema {version}, this version knows {Version}). Update the module."));
        }

        return version;
    }

    /// <summary>
    /// Checks whose file it is, and that its schema is that of its version; gives that version. Only for a consistent snapshot: a main file
    /// without its log may be in the middle of a change.
    /// </summary>
    /// <exception cref="JournalException">
    /// It is another program's file, a newer version of the module wrote it, or its schema differs.
    /// </exception>
    public int Check(JournalConnection connection, string location)
    {
        var version = Recognize(connection, location);
        var built = Read(connection, "schema_version");
        if (connection.CheckedSchema == (built, version)) return version;
        if (_shape.Differs(connection, version) is { } name)
        {
            throw new JournalException(
                ErrorId.JournalCorrupt, location, $"'{location}' does not have the tables of a journal of OnsDlq ({Errors.PlainText.Of(name, 60)}).");
        }

        (connection.CheckedSchema, connection.SchemaVersion) = ((built, version), version);
        return version;
    }

    /// <summary>
    /// Brings the journal to <see cref="Version"/> in one transaction, all or nothing; gives the version before, 0 for an empty one.
    /// </summary>
    /// <exception cref="JournalException">It cannot be upgraded: see <see cref="Recognize"/>.</exception>
    public int Upgrade(JournalConnection connection, string location)
    {
        // The write lock is taken even where there is nothing to do: a journal that cannot be written fails here.
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var version = Check(connection, location);
            foreach (var step in steps.Skip(version)) connection.ExecuteOnce(step);
            if (version < Version)
            {
                connection.ExecuteOnce(string.Create(
                    CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
            }

            connection.Execute("COMMIT");
            connection.SchemaVersion = Version;
            return version;
        }
        catch
        {
            connection.RollBack();
            throw;
        }
    }

    private static bool IsEmpty(JournalConnection connection) => connection.Scalar("SELECT 1 FROM sqlite_schema LIMIT 1") is null;

    private static int Read(JournalConnection connection, string pragma) => (int)(long)connection.Scalar($"PRAGMA {pragma}")!;
}
