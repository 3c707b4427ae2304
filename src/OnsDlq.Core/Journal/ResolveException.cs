using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>A person cannot settle an attempt; nothing was changed by him.</summary>
internal sealed class ResolveException(ResolveFault fault, string message) : OnsDlqException(message, null)
{
    /// <summary>Why not.</summary>
    public ResolveFault Fault { get; } = fault;
}
