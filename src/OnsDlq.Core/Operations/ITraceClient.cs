using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The operations that tell what the consumers did with a message.</summary>
internal interface ITraceClient
{
    /// <summary>OnsTraceQueryByMsgId: begins a search for the traces of a message; gives the ID of the search. 30 calls a minute (ons-api facts 1.5).</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<string> BeginAsync(TraceQuery query, CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsTraceGetResult: the state of a search, and the traces where it has ended. 10 calls a second.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<TraceResult> ReadAsync(string queryId, TraceQuery query, CallContext context, CancellationToken cancellationToken);
}
