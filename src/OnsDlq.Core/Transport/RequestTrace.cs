namespace OnsDlq.Transport;

/// <summary>
/// Follows one request down to the stream: whether a byte of it was written, and the fence that lets it be written once only.
/// </summary>
/// <remarks>
/// The HTTP stack decides on its own when to repeat a request, and its exceptions do not tell whether anything left. What is known here
/// is seen where the bytes pass. The trace flows with the caller's execution context to the write, on new and reused connections alike.
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

    /// <summary>Takes note that bytes are about to be written, before they are.</summary>
    /// <param name="connection">What stands for the connection.</param>
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

    /// <summary>Takes note that bytes were read on the connection after the request was written to it.</summary>
    public void AnswerBegan()
    {
        lock (_gate) _answered = true;
    }

    /// <summary>Ends the request: from here on nothing of it can be written.</summary>
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
