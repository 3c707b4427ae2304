using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace OnsDlq.Shell.Terminal;

/// <summary>Standard output and standard error, each with colours only where somebody looks at them.</summary>
/// <remarks>Any thread may write. What is written goes above the progress line.</remarks>
internal sealed class Screen
{
    private const int WidthWhenRedirected = 120;
    private readonly Lock _gate = new();
    private readonly bool _outputColours;
    private readonly bool _errorColours;
    private string _progress = string.Empty;
    private bool _atLineStart = true;
    private bool _atBlankLine;
    private bool _outputAsErrors;

    /// <summary>Looks once at where the output goes and what the environment asks for.</summary>
    public Screen()
    {
        // https://no-color.org: any value but the empty one.
        var colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        CanEdit = !Console.IsOutputRedirected && VirtualTerminal.TryEnable();
        _outputColours = colours && CanEdit;
        _errorColours = colours && !Console.IsErrorRedirected && VirtualTerminal.TryEnable();
        if (!HasColours)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }
    }

    /// <summary>Whether either stream shows colours.</summary>
    public bool HasColours => _outputColours || _errorColours;

    /// <summary>Whether the cursor of standard output can be moved.</summary>
    public bool CanEdit { get; }

    /// <summary>Whether the last thing written ended its line.</summary>
    public bool AtLineStart
    {
        get
        {
            lock (_gate)
            {
                return _atLineStart;
            }
        }
    }

    /// <summary>Whether the last thing written to standard output was a blank line.</summary>
    public bool AtBlankLine
    {
        get
        {
            lock (_gate)
            {
                return _atBlankLine;
            }
        }
    }

    /// <summary>The width in cells that formats should fill; COLUMNS rules where output is redirected.</summary>
    public static int Width
    {
        get
        {
            if (!Console.IsOutputRedirected)
            {
                return Console.WindowWidth > 0 ? Console.WindowWidth : WidthWhenRedirected;
            }
            var columns = Environment.GetEnvironmentVariable("COLUMNS");
            return int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width > 0
                ? width : WidthWhenRedirected;
        }
    }

    /// <summary>Writes to standard output.</summary>
    public void Write(string text)
    {
        if (text.Length == 0)
        {
            return;
        }
        lock (_gate)
        {
            HideProgress();
            var (writer, colours) = _outputAsErrors ? (Console.Error, _errorColours) : (Console.Out, _outputColours);
            writer.Write(PSHostUserInterface.GetOutputString(text, colours));
            _atBlankLine = _atLineStart && text.AsSpan().TrimEnd("\r\n").IsEmpty || text.EndsWith('\n' + Environment.NewLine, StringComparison.Ordinal);
            _atLineStart = text[^1] == '\n';
        }
    }

    /// <summary>Writes to the terminal as it is: cursor moves must reach it where colours must not.</summary>
    public void WriteRaw(string text)
    {
        lock (_gate)
        {
            HideProgress();
            Console.Out.Write(text);
        }
    }

    /// <summary>Writes a line to standard output.</summary>
    public void WriteLine(string text = "") => Write(text + Environment.NewLine);

    /// <summary>Writes in colours where they are shown.</summary>
    public void Write(ConsoleColor foreground, ConsoleColor background, string text) =>
        Write(_outputColours ? Palette.Paint(foreground, background, text) : text);

    /// <summary>Writes a line to standard error, below a line that was begun on the terminal.</summary>
    public void WriteErrorLine(string text)
    {
        lock (_gate)
        {
            HideProgress();
            if (!_atLineStart && !Console.IsErrorRedirected)
            {
                Console.Error.WriteLine();
            }
            Console.Error.WriteLine(PSHostUserInterface.GetOutputString(text, _errorColours));
            _atLineStart = true;
            _atBlankLine = false;
        }
    }

    /// <summary>Sends what is written to standard output to standard error instead, until disposed.</summary>
    public IDisposable OutputAsErrors()
    {
        _outputAsErrors = true;
        return new Undo(() => _outputAsErrors = false);
    }

    /// <summary>Shows one line that the next thing written replaces; nothing where output is redirected or a line is begun.</summary>
    public void ShowProgress(string text)
    {
        if (Console.IsOutputRedirected)
        {
            return;
        }
        lock (_gate)
        {
            if (!_atLineStart)
            {
                return;
            }
            var line = CellWidth.Fit(text, Width - 1);
            var rest = CellWidth.Of(_progress) - CellWidth.Of(line);
            Console.Out.Write('\r' + line + new string(' ', Math.Max(0, rest)));
            _progress = line;
        }
    }

    /// <summary>Takes the progress line away.</summary>
    public void ClearProgress()
    {
        lock (_gate)
        {
            HideProgress();
        }
    }

    // Overwritten with blanks and not erased by an escape sequence, so that it works without colours too.
    private void HideProgress()
    {
        if (_progress.Length > 0)
        {
            Console.Out.Write('\r' + new string(' ', CellWidth.Of(_progress)) + '\r');
            _progress = string.Empty;
        }
    }
}
