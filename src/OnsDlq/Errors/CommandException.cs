
namespace OnsDlq.Errors;

/// <summary>An error that a command finds by itself, before anything is sent.</summary>
/// <param name="id">The error's ID.</param>
/// <param name="message">What is wrong.</param>
/// <param name="target">The error's target.</param>
/// <param name="inner">The inner exception.</param>
internal sealed class CommandException(ErrorId id, string message, object? target = null, Exception? inner = null)
    : OnsDlqException(id, message, inner)
{
    /// <summary>The error's target; null for none.</summary>
    public object? Target { get; } = target;
}
