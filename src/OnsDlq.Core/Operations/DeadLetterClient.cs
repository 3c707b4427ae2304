using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The dead-letter operations over the service's HTTP interface.</summary>
internal sealed class DeadLetterClient(ServiceCaller caller, string host, string regionId, string realm, TimeProvider time) : IDeadLetterClient
{
    /// <inheritdoc/>
    public async Task<DeadLetterPage> QueryPageAsync(DeadLetterPageQuery query, CallContext context, CancellationToken cancellationToken)
    {
        try
        {
            // Taken before the call: entries stored during the call may be missing from the answer.
            var askedAt = Moment.Now(time);
            var answer = await caller.CallAsync(PageQueryCodec.Call(query), context, cancellationToken).ConfigureAwait(false);
            return PageQueryCodec.Read(answer, query, regionId, realm, context.WantsBodies, askedAt) ?? throw new ServiceException(
                ErrorId.UnreadableAnswer, "The service listed a dead letter without a message ID.")
            {
                Action = PageQueryCodec.Action,
                Host = host,
                Reach = RequestReach.Answered,
                RequestId = answer.RequestId,
                StatusCode = answer.StatusCode,
                Tries = answer.Tries,
            };
        }
        catch (ServiceException none) when (none.Id == ErrorId.MessageNotFound)
        {
            return PageQueryCodec.None(none.RequestId, query);
        }
    }

    /// <inheritdoc/>
    public async Task<DeadLetter?> GetByIdAsync(
        string groupId, string msgId, string? instanceId, CallContext context, CancellationToken cancellationToken)
    {
        try
        {
            var call = GetByIdCodec.Call(groupId, msgId, instanceId);
            var answer = await caller.CallAsync(call, context, cancellationToken).ConfigureAwait(false);
            var found = GetByIdCodec.Read(answer, groupId, msgId, instanceId, regionId, realm, context.WantsBodies);
            if (found is null || GetByIdCodec.Difference(found, msgId, instanceId) is not { } other) return found;
            throw new ServiceException(
                ErrorId.MessageMismatch,
                $"Asked for message {msgId} of group {groupId}{(string.IsNullOrEmpty(instanceId) ? "" : $" and instance {instanceId}")}, the service "
                + $"answered with {other}.")
            {
                Action = GetByIdCodec.Action,
                Host = host,
                Reach = RequestReach.Answered,
                RequestId = answer.RequestId,
                StatusCode = answer.StatusCode,
                Tries = answer.Tries,
            };
        }
        catch (ServiceException none) when (none.Id == ErrorId.MessageNotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IResendCall BeginResend(MessageReference message, CallContext context) =>
        new ResendCall(caller.Begin(ResendCodec.Call(message), context), message.MsgId);
}
