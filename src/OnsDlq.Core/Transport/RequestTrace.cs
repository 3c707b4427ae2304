namespace OnsDlq.Transport;

/// <summary>Traces one request on its stream: records whether a byte of it was written, and stops a second write of it.</summary>
/// <remarks>
/// The HTTP stack may repeat a request by itself, and its exceptions do not tell whether any byte left. So the trace observes the stream itself.
/// It flows with the caller's execution context (AsyncLocal) to the write, on new and reused connections alike.
/// </remarks>
internal sealed class RequestTrace
{
    private static readonly AsyncLocal<RequestTrace?> Ambient = new();
    private readonly object _gate = new();
    private object? _connection;
    private bool _closed;
    private bool _answered;

    /// <summary>The trace of the request that is being sent in this execution context; null where there is none.</summary>
    public static RequestTrace? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Records, before the write, that bytes are about to be written.</summary>
    /// <param name="connection">An object that identifies the connection.</param>
    /// <exception cref="IOException">The request was written to another connection, answered, or is over.</exception>
    public void Writing(object connection)
    {
        lock (_gate)
        {
            if (_closed) throw new IOException("The request is over: nothing more of it may be written.");
            if (_answered) throw new IOException("The request was answered: it is not written again.");
            if (_connection is not null && !ReferenceEquals(_connection, connection))
                throw new IOException("The request was written to another connection: it is not repeated.");
            _connection = connection;
        }
    }

    /// <summary>Records that bytes were read on the connection after the request was written to it.</summary>
    public void AnswerBegan()
    {
        lock (_gate) _answered = true;
    }

    /// <summary>Ends the request: from now on nothing of it can be written.</summary>
    /// <returns>Whether a byte of it may have been written.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            _closed = true;
            return _connection is not null;
        }
    }
}
