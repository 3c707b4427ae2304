using OnsDlq.Connection;
using OnsDlq.Journal;
using OnsDlq.Pipeline;
using OnsDlq.Resend;

namespace OnsDlq.Listing;

/// <summary>
/// Shows listed dead letters as the connection's journal knows them. Never makes a journal. Where there is none, nothing is known; where
/// it cannot be read, the same after one warning, unless what is listed depends on it.
/// </summary>
/// <param name="connection">The connection that is listed.</param>
/// <param name="pendingOnly">Whether only those are shown that still need a decision.</param>
internal sealed class JournalView(OnsDlqConnection connection, bool pendingOnly) : IDisposable
{
    private JournalUse? _use;
    private bool _unreadable;

    /// <summary>Gives the entries to show, their rounds and resend states filled in, in the order given.</summary>
    /// <exception cref="JournalException">The journal cannot be read, and what is shown depends on it.</exception>
    public async Task<IEnumerable<DeadLetter>> SelectAsync(
        IReadOnlyList<DeadLetter> entries, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        if (_unreadable) return entries;
        try
        {
            _use ??= await connection.ResendJournal.UseExistingAsync(cancellationToken).ConfigureAwait(false);
            if (_use is null) return entries;
            var stated = await new ResendStates(_use.Journal, connection.Realm, Rules).ReadAsync(entries, cancellationToken).ConfigureAwait(false);
            return stated.Where(entry => entry.NeedsDecision || !pendingOnly).Select(entry => entry.Letter);
        }
        catch (JournalException exception) when (!pendingOnly)
        {
            _unreadable = true;
            writer.WriteWarning($"Round, ResendState and LastResendTime are left empty, because the journal cannot be read: {exception.Message}");
            return entries;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _use?.Dispose();

    private DecisionRules Rules() => new() { ServiceNow = connection.Clock.Now, IsProvenDead = HolderIdentity.OfThisProcess.IsProvenDead };
}
