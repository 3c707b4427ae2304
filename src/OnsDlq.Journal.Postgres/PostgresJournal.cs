using Npgsql;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Moving;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Postgres;

/// <summary>A journal in a PostgreSQL database, which a team shares.</summary>
internal sealed class PostgresJournal : IMovableJournal, IJournalUpkeep
{
    private readonly Place _place;
    private readonly PostgresRules _rules;
    private readonly Links _links;
    private readonly WriteQueue _writes;
    private readonly PostgresReads _reads;
    private readonly PaceRows _pace;
    private readonly RunRows _runs;
    private readonly BlockRows _blocks;
    private readonly MoveRows _moves;
    private readonly EvidenceRows _evidence;
    private readonly CanaryRows _canaries;
    private readonly Action<IReadOnlyList<Settlement>> _leave;
    private readonly Debts _debts;
    private readonly ServerWatch _server;

    /// <summary>Takes over the connections.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="rules">The limits.</param>
    /// <param name="links">The connections.</param>
    /// <param name="identity">The journal's ID.</param>
    /// <param name="server">Checks the server.</param>
    /// <param name="clock">The server's clock.</param>
    /// <param name="debts">What an earlier opening could not write.</param>
    /// <param name="leave">Takes at the end what could not be written.</param>
    public PostgresJournal(
        Place place, PostgresRules rules, Links links, string identity, ServerWatch server, ServerClock clock, IReadOnlyList<Settlement> debts,
        Action<IReadOnlyList<Settlement>> leave)
    {
        (_place, _rules, _links, Identity, _server, _leave) = (place, rules, links, identity, server, leave);
        _debts = new(place, links, rules, server);
        foreach (var debt in debts) _debts.Add(debt);
        _writes = new(new(place, links, rules, server, _debts), rules);
        _reads = new(place, links, (_, repairs) => server.KnownAt(repairs));
        _pace = new(place, clock, rules.Time);
        _runs = new(place);
        (_blocks, _moves) = (new(place), new(place));
        (_evidence, _canaries) = (new(place), new(place));
    }

    /// <inheritdoc/>
    public string Location => _place.Address;

    /// <inheritdoc/>
    public string Identity { get; }

    /// <summary>Whether the database was away when it was last asked.</summary>
    public bool IsAway => _links.IsAway;

    /// <inheritdoc/>
    public void ShortenWaits(TimeSpan within) => _links.Limit.Shorten(within);

    // While the database is away no request leaves, also none whose claim is durable.
    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellationToken) => _links.IsAway
        ? new(_links.ReadAsync(connection => Sql.ScalarAsync(connection, "SELECT 1", cancellationToken), cancellationToken))
        : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Task BeginRunAsync(BegunRun run, CancellationToken cancellationToken) => ChangeAsync(
        (connection, again) => _runs.AddAsync(connection, run, again, CancellationToken.None), isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndRunAsync(string runId, RunEnd end, CancellationToken cancellationToken) => _writes.WriteAsync(new LoneWrite<bool>(
        (connection, again) => _runs.EndAsync(connection, runId, end, again, CancellationToken.None), isRepeatable: true, Now(), cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        _reads.HistoriesAsync(keys, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        if (claim.Attempt.CanaryId is null) return _writes.WriteAsync(new ClaimWrite(claim, Now(), cancellationToken));
        return _writes.WriteAsync(new LoneWrite<bool>(
            (connection, again) => _canaries.ClaimAsync(connection, claim, again, CancellationToken.None), isRepeatable: true, Now(), cancellationToken)
        {
            Release = BatchRunner.NotSent(claim.Attempt),
        });
    }

    /// <inheritdoc/>
    public Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        _writes.WriteAsync(new RenewWrite(new(attemptId, signedAt, leaseUntil), Now(), cancellationToken));

    /// <inheritdoc/>
    public Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken)
    {
        SettleRule.Check(outcome, expectedVersion);
        return expectedVersion is not { } version
            ? _writes.WriteAsync(new SettleWrite(new(attemptId, outcome), Now(), cancellationToken))
            : ChangeAsync(
                connection => new JudgedRows(_place).AddAsync(connection, attemptId, outcome, version, CancellationToken.None),
                isRepeatable: false, cancellationToken);
    }

    /// <inheritdoc/>
    public Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken) => ChangeAsync(
        connection => _blocks.SetAsync(connection, key, block, CancellationToken.None), isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task RecordEvidenceAsync(IReadOnlyList<FoundEvidence> found, CancellationToken cancellationToken) =>
        ChangeAsync(connection => _evidence.RecordAsync(connection, found, CancellationToken.None), isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task RecordSampleAsync(RunSample sample, CancellationToken cancellationToken) =>
        ChangeAsync(connection => _evidence.AddSampleAsync(connection, sample, CancellationToken.None), isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> BeginCanaryAsync(Canary canary, CancellationToken cancellationToken) =>
        ChangeAsync(connection => _canaries.BeginAsync(connection, canary, CancellationToken.None), isRepeatable: false, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ContinueCanaryAsync(string canaryId, int size, DateTimeOffset deadline, CancellationToken cancellationToken) => ChangeAsync(
        connection => _canaries.ContinueAsync(connection, canaryId, size, deadline, CancellationToken.None), isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndCanaryAsync(string canaryId, CanaryState state, DateTimeOffset at, string seen, CancellationToken cancellationToken) => ChangeAsync(
        connection => _canaries.EndAsync(connection, canaryId, state, at, seen, CancellationToken.None), isRepeatable: false, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        _reads.AttemptsAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBlock>> ReadBlocksAsync(BlockQuery query, CancellationToken cancellationToken) =>
        _reads.BlocksAsync(query, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedRun> QueryRunsAsync(string? runId, CancellationToken cancellationToken) => _reads.RunsAsync(runId, cancellationToken);

    /// <inheritdoc/>
    public Task<Bookmark?> ReadBookmarkAsync(BookmarkKey key, CancellationToken cancellationToken) => _reads.BookmarkAsync(key, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBookmark>> ReadBookmarksAsync(CancellationToken cancellationToken) => _reads.BookmarksAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<Canary?> FindCanaryAsync(QueueKey queue, CancellationToken cancellationToken) => _reads.CanaryAsync(queue, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> MoveBookmarkAsync(
        BookmarkKey key, long expectedVersion, DateTimeOffset until, string seen, CancellationToken cancellationToken) => ChangeAsync(
        connection => new BookmarkRows(_place).MoveAsync(connection, key, expectedVersion, until, seen, CancellationToken.None),
        isRepeatable: false, cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset> TakeSlotsAsync(PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) =>
        _links.ReadAsync(connection => _pace.TakeAsync(connection, key, count, interval, now, cancellationToken), cancellationToken, TimeSpan.Zero);

    /// <inheritdoc/>
    public Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken) =>
        _links.ReadAsync(connection => _pace.ReadAsync(connection, key, cancellationToken), cancellationToken, TimeSpan.Zero);

    /// <inheritdoc/>
    public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
        _links.ReadAsync(connection => _pace.ChangeAsync(connection, key, expected, state, cancellationToken), cancellationToken, TimeSpan.Zero);

    /// <inheritdoc/>
    public IAsyncEnumerable<ClearedRecords> ClearAsync(DateTimeOffset before, bool isTrial, CancellationToken cancellationToken)
    {
        var old = new OldRecords(
            _place, _links, (work, stop) => ChangeAsync(work, isRepeatable: true, stop), before);
        return isTrial ? old.CountAsync(cancellationToken) : old.ClearAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ResendJournal> DescribeAsync(CancellationToken cancellationToken) => _reads.DescribeAsync(cancellationToken);

    /// <inheritdoc/>
    public Task BackupAsync(string path, CancellationToken cancellationToken) => throw new OnsDlqException(
        ErrorId.BackupFailed, $"The journal '{Location}' is in a database, which has tools of its own: {PostgresReads.DumpCommand(_place)}");

    /// <inheritdoc/>
    public async Task<bool> RepairAsync(DateTimeOffset until, DateTimeOffset at, string by, string reason, CancellationToken cancellationToken)
    {
        var accepted = await _links.ReadAsync(
            connection => _server.AcceptAsync(connection, until, at, by, reason, cancellationToken), CancellationToken.None, TimeSpan.Zero)
            .ConfigureAwait(false);

        // One decision at a time: what a person was not told of is not decided.
        return accepted || await AloneAsync(
            connection => _moves.GiveUpAsync(connection, until, at, by, reason, CancellationToken.None), isRepeatable: true, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalMove>> ReadMovesAsync(CancellationToken cancellationToken) =>
        _links.ReadAsync(connection => _moves.ReadAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> BeginMoveAsync(JournalMove move, CancellationToken cancellationToken) =>
        AloneAsync(connection => _moves.BeginAsync(connection, move, CancellationToken.None), isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndMoveAsync(JournalMove move, DateTimeOffset at, bool isComplete, CancellationToken cancellationToken) =>
        AloneAsync(connection => _moves.EndAsync(connection, move, at, isComplete, CancellationToken.None), isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MovedRecords> ReadRecordsAsync(CancellationToken cancellationToken) =>
        new MovedPages(_place, _links, _pace).ReadAllAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<MergedRecords> MergeAsync(JournalMove? move, MovedRecords records, MergeRule rule, CancellationToken cancellationToken) => AloneAsync(
        async connection =>
        {
            if (move is not null) await _moves.RequireOpenAsync(connection, move, CancellationToken.None).ConfigureAwait(false);
            return await new MovedRows(_place, _pace).MergeAsync(connection, records, rule, CancellationToken.None).ConfigureAwait(false);
        },
        isRepeatable: true, cancellationToken);

    /// <summary>Writes what is queued and closes the connections; later calls get <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync().ConfigureAwait(false);
        await _debts.DisposeAsync().ConfigureAwait(false);
        _leave(_debts.Left);
        _server.Dispose();
        await _links.DisposeAsync().ConfigureAwait(false);
    }

    private Task<T> ChangeAsync<T>(Func<NpgsqlConnection, Task<T>> work, bool isRepeatable, CancellationToken cancellationToken) =>
        ChangeAsync((connection, _) => work(connection), isRepeatable, cancellationToken);

    // What a journal refuses that is sealed, or is being filled.
    private Task<T> ChangeAsync<T>(Func<NpgsqlConnection, bool, Task<T>> work, bool isRepeatable, CancellationToken cancellationToken) =>
        _writes.WriteAsync(new LoneWrite<T>(
            async (connection, again) =>
            {
                await _moves.RefuseChangeAsync(connection, CancellationToken.None).ConfigureAwait(false);
                return await work(connection, again).ConfigureAwait(false);
            },
            isRepeatable, Now(), cancellationToken));

    private Task<T> AloneAsync<T>(Func<NpgsqlConnection, Task<T>> work, bool isRepeatable, CancellationToken cancellationToken) =>
        _writes.WriteAsync(new LoneWrite<T>((connection, _) => work(connection), isRepeatable, Now(), cancellationToken));

    private long Now() => _rules.Time.GetTimestamp();
}
