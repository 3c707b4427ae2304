using OnsDlq.Connection;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Emits listed dead letters as they are to be shown: as the journal knows them, and with their bodies where those are asked for.</summary>
/// <param name="connection">The connection that is listed.</param>
/// <param name="pendingOnly">Whether only those are shown that still need a decision.</param>
/// <param name="withBodies">Whether the bodies are read, too.</param>
internal sealed class LetterView(OnsDlqConnection connection, bool pendingOnly, bool withBodies) : IDisposable
{
    private readonly JournalView _journal = new(connection, pendingOnly);
    private readonly BodyView? _bodies = withBodies ? new BodyView(connection) : null;

    /// <summary>Emits dead letters in the order given.</summary>
    /// <exception cref="Journal.JournalException">The journal cannot be read, and what is shown depends on it.</exception>
    /// <exception cref="ServiceException">A body could not be read for a reason that no other could fare better with.</exception>
    public async Task ShowAsync(IReadOnlyList<DeadLetter> entries, CallContext context, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var shown = await _journal.SelectAsync(entries, writer, cancellationToken);
        if (_bodies is not null) await _bodies.ShowAsync(shown, context, writer, cancellationToken);
        else foreach (var entry in shown) await writer.WriteObjectAsync(entry);
    }

    /// <summary>Warns, once all are shown, of what was not warned of one by one.</summary>
    public void Conclude(Action<string> warn)
    {
        if (_bodies?.Summary is { } summary) warn(summary);
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();
}
