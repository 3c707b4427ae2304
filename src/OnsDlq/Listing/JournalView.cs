using OnsDlq.Connection;
using OnsDlq.Formatting;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Resend;

namespace OnsDlq.Listing;

/// <summary>
/// Adds to listed dead letters what the connection's journal knows of them. Never creates a journal. Without a journal every dead letter counts
/// as round 1. If it cannot be read, there is one warning, and the dead letters are shown without it, unless the user's filter depends on it.
/// </summary>
/// <param name="connection">The connection that is listed.</param>
/// <param name="options">The options.</param>
internal sealed class JournalView(OnsDlqConnection connection, ListingOptions options) : IDisposable
{
    private IOpenedReader? _reader;
    private bool _unreadable;
    private bool _absenceTold;

    /// <summary>Gives the entries to show, with their rounds and resend states, in the order given.</summary>
    /// <exception cref="JournalException">The journal cannot be read, and the filter depends on it.</exception>
    public async Task<IEnumerable<DeadLetter>> SelectAsync(
        IReadOnlyList<DeadLetter> entries, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        if (_unreadable) return entries;
        try
        {
            if (_reader is null)
            {
                _reader = await connection.ResendJournal.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
                if (_reader is null) return WithoutJournal(entries, writer);
                if (_reader.Trouble is { } trouble) writer.WriteWarning(trouble);
            }

            var known = await new ResendStates(_reader, connection.Realm, Rules).ReadAsync(entries, cancellationToken).ConfigureAwait(false);
            return known.Where(IsShown).Select(entry => entry.Message).Where(HasRound);
        }
        catch (JournalException exception) when (!options.DependsOnJournal)
        {
            _unreadable = true;
            writer.WriteWarning($"Round, ResendState and LastResendTime are left empty, because the journal cannot be read: {exception.Message}");
            return entries;
        }
    }

    /// <summary>What -Pending did not show.</summary>
    public HiddenMessages Hidden { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => _reader?.Dispose();

    private IEnumerable<DeadLetter> WithoutJournal(IReadOnlyList<DeadLetter> entries, IPipelineWriter writer)
    {
        if (options.MinRound > 1 && !_absenceTold)
        {
            _absenceTold = true;
            writer.WriteWarning($"No dead letter is known to have come back, because there is no journal at {Printable.Of(connection.Journal)}.");
        }

        return entries.Where(HasRound);
    }

    private bool IsShown(JournaledMessage entry)
    {
        if (!options.PendingOnly || entry.Settled is not { } reason) return true;
        Hidden.Add(reason);
        return false;
    }

    private bool HasRound(DeadLetter entry) => options.MinRound is null || (entry.Round ?? 1) >= options.MinRound;

    private DecisionRules Rules() => new() { ServiceNow = connection.Clock.Earliest, IsProvenDead = HolderIdentity.OfThisProcess.IsProvenDead };
}
