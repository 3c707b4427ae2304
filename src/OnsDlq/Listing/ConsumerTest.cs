using OnsDlq.Connection;
using OnsDlq.Consumers;
using OnsDlq.Errors;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Tests the consumers of a group, with the topics of its dead letters.</summary>
/// <param name="connection">The connection.</param>
/// <param name="calls">The settings of its calls.</param>
/// <param name="writer">Takes verbose lines.</param>
internal sealed class ConsumerTest(OnsDlqConnection connection, CallContext calls, IPipelineWriter writer)
{
    /// <summary>How many dead letters are listed at most to find out the topics: ten calls.</summary>
    public const int MostListed = 500;

    /// <summary>Tests a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="topics">The topics of its dead letters; null to find them out.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="OnsDlqException">Nothing could be found out.</exception>
    public async Task<ConsumerHealth> RunAsync(NamedGroup group, IReadOnlyList<string>? topics, CancellationToken cancellationToken)
    {
        var consumers = connection.Consumers ?? throw new InvalidOperationException("This connection was made for dead letters alone.");
        var reader = new ConsumerHealthReader(consumers, connection.RegionId, calls, TimeProvider.System);
        return await reader.ReadAsync(
            group.GroupId, group.InstanceId, topics ?? await TopicsAsync(group, cancellationToken), cancellationToken);
    }

    // Without the right to list them the consumers can still be tested.
    private async Task<IReadOnlyList<string>?> TopicsAsync(NamedGroup group, CancellationToken cancellationToken)
    {
        try
        {
            var asked = ListingRange.Of(connection.Clock, TimeProvider.System, null, null, writer.WriteVerbose);
            var reader = new DeadLetterReader(connection.Client, calls);
            var topics = new SortedSet<string>(StringComparer.Ordinal);
            var listed = 0;
            await foreach (var batch in reader.ListAsync(group.GroupId, group.InstanceId, asked.Range, MostListed, cancellationToken))
            {
                topics.UnionWith(batch.Entries.Select(entry => entry.Topic).OfType<string>());
                if ((listed += batch.Entries.Count) >= MostListed) break;
            }

            return [.. topics];
        }
        catch (ServiceException exception) when (!ErrorFactory.EndsCommand(exception))
        {
            writer.WriteVerbose($"The topics of the dead letters of {group.GroupId} are not known: {exception.Message}");
            return null;
        }
    }
}
