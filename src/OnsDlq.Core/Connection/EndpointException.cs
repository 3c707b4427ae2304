using OnsDlq.Errors;

namespace OnsDlq.Connection;

/// <summary>There is no address to call.</summary>
internal sealed class EndpointException(EndpointFault fault, string message, Exception? inner = null) : OnsDlqException(message, inner)
{
    /// <summary>What is wrong.</summary>
    public EndpointFault Fault { get; } = fault;
}
