using OnsDlq.Connection;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Emits the listed dead letters that the user wants: with what the journal knows of them, and with their bodies on request.</summary>
/// <param name="connection">The connection that is listed.</param>
/// <param name="options">The options.</param>
internal sealed class MessageWriter(OnsDlqConnection connection, ListingOptions options) : IDisposable
{
    private readonly JournalView _journal = new(connection, options);
    private readonly BodyView? _bodies = options.WithBodies ? new BodyView(connection) : null;
    private int _shown;
    private int _left = options.First ?? int.MaxValue;

    /// <summary>How many are still wanted; null for all.</summary>
    public int? Left => options.First is null ? null : _left;

    /// <summary>Whether as many are shown as are wanted, so that nothing more need be listed.</summary>
    public bool IsFull => _left == 0;

    /// <summary>How many are shown.</summary>
    public int Shown => Volatile.Read(ref _shown);

    /// <summary>Emits those that pass the filter, in the order given, as many as are still wanted.</summary>
    /// <remarks>Duplicates are not removed here: the caller does that, after the filter.</remarks>
    /// <exception cref="Journal.JournalException">The journal cannot be read, and the filter depends on it.</exception>
    /// <exception cref="ServiceException">A body could not be read, and all others would fail, too.</exception>
    public async Task ShowAsync(IReadOnlyList<DeadLetter> entries, CallContext context, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        if (entries.Count == 0) return;
        var known = await _journal.SelectAsync(entries, writer, cancellationToken);
        DeadLetter[] shown = [.. known.Take(_left)];
        if (options.First is not null) _left -= shown.Length;
        if (_bodies is not null) await _bodies.ShowAsync(shown, context, result => ShowOneAsync(result.Message), writer, cancellationToken);
        else foreach (var entry in shown) await ShowOneAsync(entry);

        async ValueTask ShowOneAsync(DeadLetter entry)
        {
            Interlocked.Increment(ref _shown);
            await writer.WriteObjectAsync(MessageTypeNames.AddTo(entry));
        }
    }

    /// <summary>Writes the summary at the end.</summary>
    /// <param name="warn">Takes a warning.</param>
    /// <param name="tell">Takes a line for the person at the console.</param>
    public void Conclude(Action<string> warn, Action<string> tell)
    {
        if (_journal.Hidden.Summary is { } hidden) tell(hidden);
        if (_bodies?.Summary is { } summary) warn(summary);
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();
}
