using System.Management.Automation.Host;
using OnsDlq.Shell.Terminal;

namespace OnsDlq.Shell.Hosting;

/// <summary>The terminal's measures; where output is redirected, measures that suit a file.</summary>
internal sealed class ShellRawUserInterface(LineInput input) : PSHostRawUserInterface
{
    private const int LinesWhenRedirected = 50;

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get; set; } = Palette.TerminalDefault;

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get; set; } = Palette.TerminalDefault;

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => WindowSize;
        set => throw Unsupported();
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => new(Screen.Width, Console.IsOutputRedirected ? LinesWhenRedirected : Math.Max(1, Console.WindowHeight));
        set => throw Unsupported();
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize => WindowSize;

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => WindowSize;

    /// <inheritdoc/>
    public override Coordinates WindowPosition { get; set; }

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        get
        {
            if (Console.IsOutputRedirected || Console.IsInputRedirected)
            {
                return new Coordinates(0, 0);
            }
            var (left, top) = Console.GetCursorPosition();
            return new Coordinates(left, top);
        }

        set
        {
            if (!Console.IsOutputRedirected)
            {
                Console.SetCursorPosition(value.X, value.Y);
            }
        }
    }

    /// <inheritdoc/>
    public override int CursorSize { get; set; } = 25;

    /// <inheritdoc/>
    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    /// <inheritdoc/>
    public override string WindowTitle
    {
        // Only Windows can tell the title; nobody needs it back elsewhere.
        get => OperatingSystem.IsWindows() ? Console.Title : string.Empty;
        set
        {
            if (!Console.IsOutputRedirected)
            {
                Console.Title = value;
            }
        }
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        input.Demand();
        var key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    /// <summary>Clears the screen, which is what <c>Clear-Host</c> asks for with an empty rectangle; nothing else.</summary>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (rectangle is not { Left: -1, Top: -1, Right: -1, Bottom: -1 })
        {
            throw Unsupported();
        }
        if (!Console.IsOutputRedirected)
        {
            Console.Clear();
        }
    }

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported();

    /// <inheritdoc/>
    public override int LengthInBufferCells(char source) => CellWidth.Of(source);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source[offset..]);

    private static NotSupportedException Unsupported() => new("OnsDlq Shell cannot read or rearrange what is on the screen.");
}
