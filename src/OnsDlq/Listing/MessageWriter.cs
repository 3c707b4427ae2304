using OnsDlq.Connection;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Emits what was chosen of listed dead letters: as the journal knows them, and with their bodies where those are asked for.</summary>
/// <param name="connection">The connection that is listed.</param>
/// <param name="options">What is shown.</param>
internal sealed class MessageWriter(OnsDlqConnection connection, ListingOptions options) : IDisposable
{
    private readonly JournalView _journal = new(connection, options);
    private readonly BodyView? _bodies = options.WithBodies ? new BodyView(connection) : null;
    private int _left = options.First ?? int.MaxValue;

    /// <summary>How many are still wanted; null where all are.</summary>
    public int? Left => options.First is null ? null : _left;

    /// <summary>Whether as many are shown as are wanted, so that nothing more need be listed.</summary>
    public bool IsFull => _left == 0;

    public bool HasShown { get; private set; }

    /// <summary>Emits those that are chosen, in the order given, as many as are still wanted.</summary>
    /// <remarks>Whoever wants unique ones makes them so, of those that pass the filter.</remarks>
    /// <exception cref="Journal.JournalException">The journal cannot be read, and what is shown depends on it.</exception>
    /// <exception cref="ServiceException">A body could not be read for a reason that no other could fare better with.</exception>
    public async Task ShowAsync(IReadOnlyList<DeadLetter> entries, CallContext context, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        if (entries.Count == 0) return;
        var known = await _journal.SelectAsync(entries, writer, cancellationToken);
        DeadLetter[] shown = [.. known.Take(_left)];
        if (options.First is not null) _left -= shown.Length;
        if (_bodies is not null) await _bodies.ShowAsync(shown, context, ShowOneAsync, writer, cancellationToken);
        else foreach (var entry in shown) await ShowOneAsync(entry);

        async ValueTask ShowOneAsync(DeadLetter entry)
        {
            HasShown = true;
            await writer.WriteObjectAsync(MessageTypeNames.AddTo(entry));
        }
    }

    /// <summary>Warns, once all are shown, of what was not warned of one by one.</summary>
    public void Conclude(Action<string> warn)
    {
        if (_bodies?.Summary is { } summary) warn(summary);
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();
}
