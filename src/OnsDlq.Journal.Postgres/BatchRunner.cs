using OnsDlq.Messages;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// Does the writes of a batch in one transaction. Where the database is away it waits and tries again, for so long; where a connection is lost
/// before the answer, it finds out first whether the writes were done.
/// </summary>
/// <param name="place">Where the journal is.</param>
/// <param name="links">The connections.</param>
/// <param name="rules">The limits.</param>
/// <param name="server">Checks the server in every transaction.</param>
/// <param name="debts">Takes what could not be written.</param>
internal sealed class BatchRunner(Place place, Links links, PostgresRules rules, ServerWatch server, Debts debts)
{
    private const int MostConflicts = 20;

    private readonly BatchWriter _writer = new(place, server);

    /// <summary>Does the writes, and completes each for its caller; never fails.</summary>
    public async Task RunAsync(List<IWrite> batch)
    {
        var asked = batch.Max(write => write.AskedAt);
        var sent = false;
        for (int failed = 0, conflicts = 0; ; sent = false)
        {
            try
            {
                await links.Limit.DoAsync(WriteAsync, links.IsAway).ConfigureAwait(false);
                links.Found();
                return;
            }
            catch (Exception exception) when (exception is UntrustedCommitException || PostgresTroubles.IsAway(exception))
            {
                if (exception is not UntrustedCommitException) links.Lost();
                var isGivenUp = exception is GivenUpException;
                if (sent || isGivenUp) Doubt(batch, exception);
                if (batch.TrueForAll(write => write.IsDone)) return;
                var pause = Links.Pause(++failed);
                if (isGivenUp || links.Limit.IsOver(asked, rules.Patience, pause))
                {
                    GiveUp(batch, exception);
                    return;
                }

                await Task.Delay(pause, rules.Time).ConfigureAwait(false);
            }
            catch (Exception exception) when (PostgresTroubles.IsOfOthers(exception) && ++conflicts < MostConflicts)
            {
                // The server has chosen this transaction to be taken back, so that another one could go on.
                await Task.Delay(Links.Pause(1) / 10, rules.Time).ConfigureAwait(false);
            }
            catch (Exception exception) when (PostgresTroubles.IsOfRule(exception) && batch.Count > 1)
            {
                // One that is refused must not take others with it.
                foreach (var write in batch.Where(write => !write.IsDone)) await RunAsync([write]).ConfigureAwait(false);
                return;
            }
            catch (Exception exception)
            {
                Fail(batch, exception);
                return;
            }
        }

        async Task<bool> WriteAsync()
        {
            var connection = await links.OpenAsync(CancellationToken.None).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                // Nobody waits for a try that was given up while it connected.
                sent = true;
                if (!batch.TrueForAll(write => write.IsDone)) await _writer.WriteAsync(connection, batch).ConfigureAwait(false);
            }

            return true;
        }
    }

    private void Doubt(List<IWrite> batch, Exception cause)
    {
        foreach (var write in batch.Where(write => !write.IsDone))
        {
            write.Again = true;
            if (write is ILoneWrite { IsRepeatable: false }) write.Fail(PostgresTroubles.Unsure(place.Address, cause));
        }
    }

    private void Fail(List<IWrite> batch, Exception exception)
    {
        var named = PostgresTroubles.Name(exception, place.Address);
        foreach (var write in batch.Where(write => !write.IsDone))
        {
            // There is a live claim on the message; or the attempt itself, from a try whose connection was lost, was given up by somebody meanwhile.
            if (write is ClaimWrite claim && PostgresTroubles.Twice(exception) is { } index && (index == "one_live_claim" || (index == "attempt_name" && claim.Again)))
                claim.Succeed(false);
            else if (PostgresTroubles.IsOfRule(exception) && named is not JournalException) write.Fail(named);
            else GiveUp(write, named);
        }
    }

    private void GiveUp(List<IWrite> batch, Exception cause)
    {
        var named = cause is UntrustedCommitException ? PostgresTroubles.Unsure(place.Address, cause) : PostgresTroubles.Away(place.Address, cause);
        foreach (var write in batch.Where(write => !write.IsDone)) GiveUp(write, named);
    }

    // The claim's request has not left, and will not: once the database is back, it is released. What a holder says is said then, too.
    private void GiveUp(IWrite write, Exception named)
    {
        if (write is SettleWrite settle) debts.Add(settle.Settlement);
        if (write is ClaimWrite { Again: true } claim) debts.Add(NotSent(claim.Claim.Attempt));
        if (write is ILoneWrite { Again: true, Release: { } release }) debts.Add(release);
        write.Fail(named);
    }

    /// <summary>What is said of a claim that was not used.</summary>
    public static Settlement NotSent(Attempt attempt) => new(attempt.AttemptId, new()
    {
        Status = ResendStatus.Rejected,
        Source = OutcomeSource.Holder,
        At = attempt.ClaimedAt,
        ErrorMessage = "The journal's database went away before the request was made, so it was not made.",
    });
}
