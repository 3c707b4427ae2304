using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Signing;

namespace OnsDlq.Benchmarks.Resend;

/// <summary>The journal's share: each message is read, claimed and settled, as a run does it, and nothing is sent.</summary>
internal static class JournalLoop
{
    /// <summary>Records messages that are new to the journal, with a number of them in flight at the same time.</summary>
    public static async Task RunAsync(IResendJournal journal, int count, int inFlight)
    {
        var time = TimeProvider.System;
        var ids = new TimeOrderedIds(time);
        var nonces = new RandomNonceSource();
        var run = new BegunRun(ids.Next(), time.GetUtcNow(), "benchmark", HolderIdentity.OfThisProcess.Current, null);
        await journal.BeginRunAsync(run, CancellationToken.None);
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(SendAsync)));

        async Task SendAsync()
        {
            var (settled, last) = (Task.FromResult(true), "");
            while (Interlocked.Decrement(ref left) >= 0)
            {
                // Message IDs are hexadecimal: this one differs in every digit, as those of a busy broker do.
                var key = new MessageKey("cn-benchmark", "MQ_INST_1_benchmark", "GID_benchmark", nonces.Next().ToUpperInvariant());
                var now = time.GetUtcNow();
                var attempt = new Attempt
                {
                    AttemptId = ids.Next(),
                    RunId = run.RunId,
                    Round = 1,
                    Holder = run.Holder,
                    ClaimedAt = now,
                    LeaseUntil = now + TimeSpan.FromMinutes(1),
                    SignedAt = now,
                };
                var claim = new Claim(key, 0, attempt) { EntriesSeen = [now.ToUnixTimeMilliseconds()], After = last };
                if (!await journal.ClaimAsync(claim, CancellationToken.None) || !await settled) throw new InvalidOperationException("Refused.");
                var outcome = new AttemptOutcome
                {
                    Status = ResendStatus.Accepted,
                    Source = OutcomeSource.Holder,
                    At = now,
                    RequestId = attempt.AttemptId,
                    Tries = 1,
                };
                last = attempt.AttemptId;
                settled = journal.SettleAsync(attempt.AttemptId, outcome, null, CancellationToken.None);
            }

            await settled;
        }
    }
}
