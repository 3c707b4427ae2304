using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Blocks and unblocks messages: "handled, do not resend", and back.</summary>
/// <param name="journal">The journal.</param>
/// <param name="time">The local clock.</param>
internal sealed class MessageBlocks(IResendJournal journal, TimeProvider time)
{
    /// <summary>Blocks a message; replaces an earlier block.</summary>
    /// <param name="key">The message, which need not be in the queue.</param>
    /// <param name="reason">Why, in the person's words.</param>
    /// <param name="by">Who blocks it, as user@machine.</param>
    /// <param name="until">When the block ends by itself; null where it does not.</param>
    /// <param name="cancellationToken">Cancels it, if nothing is written yet.</param>
    public async Task<BlockedMessage> BlockAsync(
        MessageKey key, string reason, string by, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var block = new MessageBlock(reason, by, time.GetUtcNow(), until?.ToUniversalTime());
        await journal.BlockAsync(key, block, cancellationToken).ConfigureAwait(false);
        return new BlockedMessage(key, block);
    }

    /// <summary>Finds a message's block; null where none is in force.</summary>
    /// <param name="histories">Reads the message's history.</param>
    /// <param name="key">The message.</param>
    /// <param name="now">Now, by the local clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<BlockedMessage?> FindAsync(
        IMessageHistories histories, MessageKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = await histories.ReadAsync([key], cancellationToken).ConfigureAwait(false);
        return history[0].Block is { } block && block.Lasts(now) ? new BlockedMessage(key, block) : null;
    }

    /// <summary>Reads the blocks that are in force, the latest first.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="query">Which.</param>
    /// <param name="now">Now, by the local clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IEnumerable<BlockedMessage>> ReadAsync(
        IJournalReader journal, BlockQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var blocks = await journal.ReadBlocksAsync(query, cancellationToken).ConfigureAwait(false);
        return blocks.Where(recorded => recorded.Block.Lasts(now)).Select(recorded => new BlockedMessage(recorded.Key, recorded.Block));
    }

    public Task UnblockAsync(MessageKey key, CancellationToken cancellationToken) => journal.BlockAsync(key, null, cancellationToken);
}
