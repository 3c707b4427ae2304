using System.Collections.Concurrent;
using Npgsql;
using OnsDlq.Errors;

namespace OnsDlq.Journal.Postgres;

/// <summary>Opens journals in PostgreSQL databases. The location is a URI without a password.</summary>
internal sealed class PostgresJournalOpener(PostgresRules rules) : IJournalOpener
{
    private static readonly string[] Written = ["queue", "message", "run", "attempt", "outcome", "evidence", "sample", "canary", "pace", "bookmark", "move"];

    // What an earlier opening could not write, by the journal's ID.
    private readonly ConcurrentDictionary<string, IReadOnlyList<Settlement>> _debts = new(StringComparer.Ordinal);

    /// <summary>Opens journals with the default limits.</summary>
    public PostgresJournalOpener() : this(new PostgresRules())
    {
    }

    /// <inheritdoc/>
    public async Task<OpenedJournal> OpenAsync(JournalLocation location, CancellationToken cancellationToken)
    {
        var address = PostgresAddress.Parse(location.Address);
        CertificateFiles.Check(address);
        var (place, links) = (new Place(address.Uri, rules.Schema), new Links(address, rules, isForWriting: true));
        var opening = OpenAsync(address, place, links, location.Marks, cancellationToken);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!opening.IsCompleted)
        {
            _ = DiscardAsync(opening, links);
            throw;
        }
        catch (Exception exception)
        {
            await links.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw PostgresTroubles.Name(exception, place.Address);
        }
    }

    /// <inheritdoc/>
    public async Task<IOpenedReader?> OpenReaderAsync(JournalLocation location, CancellationToken cancellationToken)
    {
        var address = PostgresAddress.Parse(location.Address);
        CertificateFiles.Check(address);
        var (place, links) = (new Place(address.Uri, rules.Schema), new Links(address, rules, isForWriting: false));
        var reader = new PostgresJournalReader(place, links, location.Marks);
        try
        {
            if (await LookAsync().WaitAsync(cancellationToken).ConfigureAwait(false)) return reader;
        }
        catch (Exception exception)
        {
            reader.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw PostgresTroubles.Name(exception, place.Address, reading: true);
        }

        reader.Dispose();
        return null;

        async Task<bool> LookAsync()
        {
            var connection = await links.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (await rules.Tables.ReadVersionAsync(connection, place, cancellationToken).ConfigureAwait(false) == 0) return false;
                await reader.LookAsync(connection, cancellationToken).ConfigureAwait(false);
                return true;
            }
        }
    }

    // An opening that nobody waits for any more, such as one that hangs.
    private static async Task DiscardAsync(Task<OpenedJournal> opening, Links links)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully) await (await opening.ConfigureAwait(false)).Journal.DisposeAsync().ConfigureAwait(false);
        else await links.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<OpenedJournal> OpenAsync(PostgresAddress address, Place place, Links links, string? marks, CancellationToken cancellationToken)
    {
        var clock = new ServerClock();
        var connection = await links.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var server = await ServerFacts.ReadAsync(connection, clock, rules.Time, cancellationToken).ConfigureAwait(false);
            if (server.WhyNot is { } why)
                throw new JournalException(why.Id, place.Address, $"The journal '{place.Address}' cannot be used: {why.Words}.");
            var found = await rules.Tables.UpgradeAsync(connection, place, cancellationToken).ConfigureAwait(false);
            await CheckRightsAsync(connection, place, cancellationToken).ConfigureAwait(false);
            var identity = await PostgresReads.IdentityAsync(connection, place, cancellationToken).ConfigureAwait(false);
            var watch = new ServerWatch(place, rules, marks, identity);
            watch.Begin(await ServerState.ReadAsync(connection, place, cancellationToken).ConfigureAwait(false));
            var debts = _debts.TryRemove(identity, out var left) ? left : [];
            string?[] warnings = [server.Warning, Unverified(address), watch.Trouble];
            return new(new PostgresJournal(place, rules, links, identity, watch, clock, debts, open => Leave(identity, open)), IsNew: found == 0)
            {
                Warning = warnings.Any(warning => warning is not null) ? string.Join(' ', warnings.OfType<string>()) : null,
            };
        }
    }

    // A claim that cannot be settled later would be worse than none.
    private static async Task CheckRightsAsync(NpgsqlConnection connection, Place place, CancellationToken cancellationToken)
    {
        var lacking = await Sql.ReadAsync(
            connection,
            $"""
            SELECT name || ' ' || need FROM unnest($1::text[]) AS name, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS need
            WHERE NOT has_table_privilege($2 || '.' || name, need)
            """,
            row => row.Text(0), cancellationToken, Written, place.Schema).ConfigureAwait(false);
        if (lacking.Count > 0)
        {
            throw new JournalException(
                ErrorId.JournalUnwritable, place.Address,
                $"The journal '{place.Address}' may not be written to by you: your role lacks {string.Join(", ", lacking)} in the schema {place.SchemaName}.");
        }
    }

    private static string? Unverified(PostgresAddress address) => address.IsLocal || address.Protection == SslMode.VerifyFull
        ? null
        : $"The connection to the journal does not check who the server is ({address.Protection}), because its URI says so: somebody in between could change what it tells.";

    private void Leave(string identity, IReadOnlyList<Settlement> open)
    {
        if (open.Count > 0) _debts.AddOrUpdate(identity, open, (_, others) => [.. others, .. open]);
    }
}
