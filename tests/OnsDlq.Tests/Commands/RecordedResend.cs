using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Tests.Commands;

/// <summary>A resend of a message that is in the journal, as an earlier run recorded it.</summary>
internal static class RecordedResend
{
    private static readonly ClaimHolder Holder = new("elsewhere", "", "", 1, 0);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The message's key under the connection of a <see cref="CommandSession"/>.</summary>
    public static MessageKey KeyOf(DeadLetter letter) => MessageKey.Of("ons.example:443", letter.InstanceId, letter.GroupId, letter.MsgId);

    /// <summary>Records the first resend of a message in a journal.</summary>
    public static async Task MakeAsync(IResendJournal journal, DeadLetter letter, ResendStatus status, DateTimeOffset at)
    {
        var id = letter.MsgId;
        await journal.BeginRunAsync(new BegunRun("R" + id, at, "ada", Holder, null), Cancel);
        Assert.True(await journal.ClaimAsync(
            new Claim(KeyOf(letter), 0, new Attempt
            {
                AttemptId = "A" + id,
                RunId = "R" + id,
                Round = 1,
                Holder = Holder,
                ClaimedAt = at,
                SignedAt = at,
                LeaseUntil = at.AddMinutes(1),
                IsListed = true,
            }),
            Cancel));
        await journal.SettleAsync("A" + id, new AttemptOutcome { Status = status, Source = OutcomeSource.Holder, At = at }, null, Cancel);
    }
}
