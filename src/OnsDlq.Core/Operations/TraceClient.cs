using OnsDlq.Errors;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The trace operations over the service's HTTP interface.</summary>
/// <param name="caller">Makes the calls.</param>
/// <param name="host">The host, for errors.</param>
/// <param name="rate">How many searches may begin in a second.</param>
internal sealed class TraceClient(ServiceCaller caller, string host, double rate = TraceQueryCodec.Rate) : ITraceClient
{
    /// <inheritdoc/>
    public async Task<string> BeginAsync(TraceQuery query, CallContext context, CancellationToken cancellationToken)
    {
        var slow = context with { RequestsPerSecond = Math.Min(context.RequestsPerSecond, rate) };
        var answer = await caller.CallAsync(TraceQueryCodec.Call(query), slow, cancellationToken).ConfigureAwait(false);
        return TraceQueryCodec.Read(answer) ?? throw new ServiceException(
            ErrorId.UnreadableAnswer, "The service began a search for traces and did not name it.")
        {
            Action = TraceQueryCodec.Action,
            Host = host,
            Reach = RequestReach.Answered,
            RequestId = answer.RequestId,
            StatusCode = answer.StatusCode,
            Tries = answer.Tries,
        };
    }

    /// <inheritdoc/>
    public async Task<TraceResult> ReadAsync(string queryId, TraceQuery query, CallContext context, CancellationToken cancellationToken) =>
        TraceResultCodec.Read(await caller.CallAsync(TraceResultCodec.Call(queryId, query), context, cancellationToken).ConfigureAwait(false), query);
}
