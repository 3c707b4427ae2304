using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Reads the bodies of dead letters, several at a time, and gives the dead letters in the order they came.</summary>
/// <param name="client">The operation.</param>
/// <param name="instanceId">The instance of those that name none; null where it is not known.</param>
internal sealed class BodyReader(IMessageBodyClient client, string? instanceId)
{
    /// <summary>How many bodies are being read, or have been and wait for their turn, at most: it bounds the memory, too.</summary>
    public const int InFlight = 8;

    // Who may not read a topic may not read its next message either.
    private readonly ConcurrentDictionary<(string InstanceId, string Topic), ServiceException> _denied = new();

    /// <summary>Reads the bodies. A body that cannot be had is no exception: its dead letter comes without it and with the reason.</summary>
    /// <param name="letters">The dead letters.</param>
    /// <param name="context">What the command says about its calls.</param>
    /// <param name="cancellationToken">Ends the calls in flight.</param>
    public async IAsyncEnumerable<BodiedLetter> ReadAsync(
        IEnumerable<DeadLetter> letters, CallContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var flying = new Queue<Task<BodiedLetter>>(InFlight);
        try
        {
            foreach (var letter in letters)
            {
                if (flying.Count == InFlight) yield return await flying.Dequeue().ConfigureAwait(false);
                flying.Enqueue(ReadOneAsync(letter, context, ending.Token));
            }

            while (flying.Count > 0) yield return await flying.Dequeue().ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(flying.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<BodiedLetter> ReadOneAsync(DeadLetter letter, CallContext context, CancellationToken cancellationToken)
    {
        if (letter.BodyVerified == true) return new(letter, BodyTrouble.None);
        if (letter.Topic is not { Length: > 0 } topic) return new(letter, BodyTrouble.TopicUnknown);
        if ((letter.InstanceId ?? instanceId) is not { Length: > 0 } instance) return new(letter, BodyTrouble.InstanceUnknown);
        if (_denied.TryGetValue((instance, topic), out var denial)) return new(letter, BodyTrouble.CallFailed, denial);
        try
        {
            var body = await client.GetBodyAsync(instance, topic, letter.MsgId, context, cancellationToken).ConfigureAwait(false);
            if (body is null) return new(letter, BodyTrouble.Gone);
            var read = letter.WithBody(body);
            return new(read, read.BodyVerified == false ? BodyTrouble.ChecksumDiffers : BodyTrouble.None);
        }
        catch (ServiceException failure)
        {
            if (failure.Id == ErrorId.PermissionDenied) _denied.TryAdd((instance, topic), failure);
            return new(letter, BodyTrouble.CallFailed, failure);
        }
    }
}
