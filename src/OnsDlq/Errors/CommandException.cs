
namespace OnsDlq.Errors;

/// <summary>Trouble that a command finds by itself, before anything is sent.</summary>
/// <param name="id">Which error it is.</param>
/// <param name="message">What is wrong, in words.</param>
/// <param name="target">What it is about.</param>
/// <param name="inner">What caused it.</param>
internal sealed class CommandException(ErrorId id, string message, object? target = null, Exception? inner = null)
    : OnsDlqException(id, message, inner)
{
    /// <summary>What it is about; null where that is nothing in particular.</summary>
    public object? Target { get; } = target;
}
