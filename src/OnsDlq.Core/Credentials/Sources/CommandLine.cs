using System.Text;

namespace OnsDlq.Credentials.Sources;

/// <summary>
/// Splits a <c>process_command</c> into a program and its arguments as the official libraries do (aliyun/credentials-go, command_split.go):
/// quotes group words; on Unix a backslash is the escape character, on Windows it is a path separator except in <c>\"</c> within double quotes.
/// </summary>
internal static class CommandLine
{
    /// <summary>The program and its arguments; null where there is no program, a quote is not closed, or a backslash ends the line.</summary>
    public static IReadOnlyList<string>? Split(string command, bool isWindows)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var at = 0; at < command.Length; at++)
        {
            var letter = command[at];
            if (quote == '\'' && letter != '\'')
            {
                word!.Append(letter);
            }
            else if (letter == '\\' && quote != '\'')
            {
                if (Escaped(command, at, quote, isWindows) is not { } escaped) return null;
                if (escaped.Text is not null) (word ??= new()).Append(escaped.Text);
                at += escaped.Taken;
            }
            else if (letter == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && letter is '\'' or '"')
            {
                quote = letter;
                word ??= new();
            }
            else if (quote == '\0' && char.IsWhiteSpace(letter))
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
            }
            else
            {
                (word ??= new()).Append(letter);
            }
        }

        if (quote != '\0') return null;
        if (word is not null) words.Add(word.ToString());
        return words is [{ Length: > 0 }, ..] ? words : null;
    }

    /// <summary>The text that a backslash stands for, and how many characters after it are used; null where nothing follows it.</summary>
    private static (string? Text, int Taken)? Escaped(string command, int at, char quote, bool isWindows)
    {
        var next = at + 1 < command.Length ? command[at + 1] : '\0';
        if (isWindows) return quote == '"' && next == '"' ? ("\"", 1) : ("\\", 0);
        if (next == '\n') return (null, 1);
        if (quote == '"') return next is '"' or '\\' or '$' or '`' ? (next.ToString(), 1) : ("\\", 0);
        return next == '\0' ? null : (next.ToString(), 1);
    }
}
