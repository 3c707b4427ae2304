using System.Globalization;
using System.Text;

namespace OnsDlq.Shell.Terminal;

/// <summary>Reads a line from the terminal: cursor keys, Tab, and the lines entered before.</summary>
internal sealed class LineEditor(Screen screen, KeyReader keys)
{
    private readonly List<string> _history = [];
    private readonly StringBuilder _text = new();
    private int _cursor;
    private int _start;
    private int _width;
    private int _row;
    private string _prompt = string.Empty;

    /// <summary>Writes the prompt and reads a line; Ctrl+C discards it, Ctrl+D on an empty line ends the input.</summary>
    /// <param name="prompt">What stands before the line.</param>
    /// <param name="complete">Gives the next completion of a text at a cursor; null where Tab does nothing and no history is kept.</param>
    public LineRead Read(string prompt, ICompleter? complete = null)
    {
        using var controlC = KeyReader.TakeControlC();
        screen.Write(prompt);
        _width = Math.Max(2, Screen.Width);
        _text.Clear();
        _cursor = _row = 0;
        _prompt = prompt[(prompt.LastIndexOf('\n') + 1)..];
        _start = CellWidth.Of(_prompt) % _width;
        var past = _history.Count;
        while (true)
        {
            var key = keys.Read();
            if (key.Key != ConsoleKey.Tab)
            {
                complete?.Reset();
            }
            var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return Entered(complete is not null);
                case ConsoleKey.C when control:
                    Move(_text.Length);
                    screen.WriteLine("^C");
                    return new LineRead(null, Discarded: true);
                case ConsoleKey.D when control:
                    if (_text.Length == 0)
                    {
                        screen.WriteLine();
                        return default;
                    }
                    break;
                case ConsoleKey.Tab when complete is not null:
                    (var completed, _cursor) = complete.Next(_text.ToString(), _cursor, key.Modifiers.HasFlag(ConsoleModifiers.Shift));
                    Replace(completed, _cursor);
                    break;
                case ConsoleKey.UpArrow when complete is not null && past > 0:
                    Replace(_history[--past]);
                    break;
                case ConsoleKey.DownArrow when complete is not null && past < _history.Count:
                    Replace(++past < _history.Count ? _history[past] : string.Empty);
                    break;
                default:
                    Edit(key, control);
                    break;
            }
        }
    }

    private LineRead Entered(bool remember)
    {
        Move(_text.Length);
        screen.WriteLine();
        var line = _text.ToString();
        if (remember && line.Length > 0 && (_history.Count == 0 || _history[^1] != line))
        {
            _history.Add(line);
        }
        return new LineRead(line);
    }

    private void Edit(ConsoleKeyInfo key, bool control)
    {
        switch (key.Key)
        {
            case ConsoleKey.Backspace when _cursor > 0:
                Remove(_cursor - StepBack(), StepBack());
                break;
            case ConsoleKey.Delete when _cursor < _text.Length:
                Remove(_cursor, StepForward());
                break;
            case ConsoleKey.LeftArrow:
                Move(_cursor - StepBack());
                break;
            case ConsoleKey.RightArrow:
                Move(_cursor + StepForward());
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when control:
                Move(0);
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when control:
                Move(_text.Length);
                break;
            case ConsoleKey.Escape:
            case ConsoleKey.U when control:
                Replace(string.Empty);
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    Insert(key.KeyChar);
                }
                break;
        }
    }

    private void Insert(char c)
    {
        _text.Insert(_cursor++, c);
        if (_cursor == _text.Length && !char.IsSurrogate(c) && _start + CellsTo(_cursor) < _width)
        {
            // At the end of a line that fits there is nothing to redraw.
            screen.Write(c.ToString());
        }
        else if (!char.IsHighSurrogate(c))
        {
            Draw();
        }
    }

    private void Remove(int at, int count)
    {
        var last = at + count == _text.Length && _cursor == _text.Length && _start + CellsTo(_cursor) < _width;
        var cells = CellsTo(at + count) - CellsTo(at);
        _text.Remove(at, count);
        _cursor = at;
        if (last)
        {
            screen.Write(new string('\b', cells) + new string(' ', cells) + new string('\b', cells));
        }
        else
        {
            Draw();
        }
    }

    private void Replace(string text, int? cursor = null)
    {
        _text.Clear().Append(text);
        _cursor = cursor ?? text.Length;
        Draw();
    }

    private void Move(int cursor)
    {
        if (screen.CanEdit && cursor != _cursor && cursor >= 0 && cursor <= _text.Length)
        {
            _cursor = cursor;
            Draw();
        }
    }

    // Writes the line anew from where the prompt ends, by relative moves only: asking the terminal where its cursor stands
    // would block on one that does not answer.
    private void Draw()
    {
        if (!screen.CanEdit)
        {
            screen.Write(Environment.NewLine + _prompt + _text);
            return;
        }
        var draw = new StringBuilder();
        GoTo(draw, _row, 0, _start);
        draw.Append("\e[J").Append(_text);
        var end = _start + CellsTo(_text.Length);
        if (end % _width == 0)
        {
            // Terminals keep the cursor on the last column until one more character comes.
            draw.Append(' ').Append('\b');
        }
        var at = _start + CellsTo(_cursor);
        GoTo(draw, end / _width, at / _width, at % _width);
        _row = at / _width;
        screen.WriteRaw(draw.ToString());
    }

    private static void GoTo(StringBuilder draw, int fromRow, int row, int column)
    {
        if (fromRow > row)
        {
            draw.Append(CultureInfo.InvariantCulture, $"\e[{fromRow - row}A");
        }
        draw.Append('\r');
        if (column > 0)
        {
            draw.Append(CultureInfo.InvariantCulture, $"\e[{column}C");
        }
    }

    private int CellsTo(int length)
    {
        var cells = 0;
        for (var i = 0; i < length; i++)
        {
            cells += CellWidth.Of(_text[i]);
        }
        return cells;
    }

    private int StepBack() => _cursor > 1 && char.IsLowSurrogate(_text[_cursor - 1]) ? 2 : 1;

    private int StepForward() => _cursor + 1 < _text.Length && char.IsHighSurrogate(_text[_cursor]) ? 2 : 1;
}
