using System.Management.Automation;
using OnsDlq.Shell.Hosting;
using OnsDlq.Shell.Terminal;

namespace OnsDlq.Shell.Interactive;

/// <summary>Tab completion by the engine.</summary>
internal sealed class TabCompletion(ShellSession session) : ICompleter
{
    private CommandCompletion? _matches;
    private string _line = string.Empty;

    /// <inheritdoc/>
    public (string Text, int Cursor) Next(string text, int cursor, bool backwards)
    {
        if (_matches is null)
        {
            _line = text;
            _matches = session.Complete(text, cursor);
        }
        var match = _matches.GetNextResult(!backwards);
        if (match is null)
        {
            return (text, cursor);
        }
        var end = _matches.ReplacementIndex + _matches.ReplacementLength;
        var completed = string.Concat(_line.AsSpan(0, _matches.ReplacementIndex), match.CompletionText, _line.AsSpan(end));
        return (completed, _matches.ReplacementIndex + match.CompletionText.Length);
    }

    /// <inheritdoc/>
    public void Reset() => _matches = null;
}
