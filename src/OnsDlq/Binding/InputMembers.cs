using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Binding;

/// <summary>Reads members of an input object by name, for any kind of object; blank text counts as absent.</summary>
/// <param name="input">An object with properties, or a dictionary.</param>
internal sealed class InputMembers(PSObject input)
{
    // The year 9999; a number behind it is no time, and what is reckoned from it would be out of range.
    private const long LatestMs = 253_370_764_800_000;

    /// <summary>The object itself.</summary>
    public object Input => input.BaseObject;

    /// <summary>Gives a member's text, trimmed; null where the member is absent or blank.</summary>
    /// <exception cref="CommandException">The member cannot be read, or is neither text nor an integer.</exception>
    public string? Text(string name) => Value(name) switch
    {
        null => null,
        string text => Trimmed(text),
        char one => Trimmed(one.ToString()),
        IFormattable number and (sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger) =>
            number.ToString(null, CultureInfo.InvariantCulture),
        var other => throw Unreadable($"{name} is a {other.GetType().Name}, and not text."),
    };

    /// <summary>
    /// Gives a member that is a time, in ms since 1970-01-01 UTC. It may be such a number, which must be an exact integer, or a date; null where
    /// it is absent or blank.
    /// </summary>
    /// <exception cref="CommandException">The member cannot be read, or is neither.</exception>
    public long? Moment(string name)
    {
        var ms = Value(name) switch
        {
            DateTimeOffset time => time.ToUnixTimeMilliseconds(),
            DateTime date => TimeText.Of(date).ToUnixTimeMilliseconds(),
            double number => ExactNumber.Of(number) ?? throw NoMoment(name),
            decimal number => ExactNumber.Of(number) ?? throw NoMoment(name),
            _ when Text(name) is { } text => ExactNumber.Of(text) ?? (TimeText.Read(text) ?? throw NoMoment(name)).ToUnixTimeMilliseconds(),
            _ => (long?)null,
        };

        // No message can have a time before 1970.
        return ms is null or (>= 0 and < LatestMs) ? ms : throw NoMoment(name);
    }

    /// <summary>Gives a member that is a time, in UTC; null where it is absent, or is none: no decision depends on it.</summary>
    public DateTimeOffset? TimeIfAny(string name)
    {
        try
        {
            return Moment(name) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
        }
        catch (CommandException)
        {
            return null;
        }
    }

    /// <summary>Gives a member as text, whatever it is; null where it is absent, blank or cannot be read.</summary>
    public string? AnyText(string name)
    {
        try
        {
            // A deserialized object has its text, but not its value.
            return Trimmed(Raw(name) is PSObject wrapped ? wrapped.ToString() : Convert.ToString(Value(name), CultureInfo.InvariantCulture));
        }
        catch (CommandException)
        {
            return null;
        }
    }

    /// <summary>Whether a member is there and not blank, whatever it is.</summary>
    public bool Has(string name) => Value(name) is { } value && (value is not string text || Trimmed(text) is not null);

    /// <summary>Gives a member as text to show, several texts separated by spaces; null where there is nothing to show.</summary>
    public string? Shown(string name)
    {
        try
        {
            return Value(name) switch
            {
                string text => Trimmed(text),
                IEnumerable several =>
                    Trimmed(string.Join(' ', several.Cast<object?>().Select(Bare).OfType<string>())),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is CommandException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gives a member that is a list of texts, or texts separated by white space.</summary>
    /// <param name="name">The member.</param>
    /// <param name="longest">The most characters in all.</param>
    /// <exception cref="CommandException">The member cannot be read, is too long, or is no such list.</exception>
    public IReadOnlyList<string> Texts(string name, int longest)
    {
        var texts = Value(name) switch
        {
            null => [],
            string text => [text],
            IEnumerable several and not IDictionary => several.Cast<object?>().Take(longest)
                .Select(one => Bare(one) as string ?? throw Unreadable($"{name} has an element that is not text.")),
            var other => throw Unreadable($"{name} is a {other.GetType().Name}, and not a list of texts."),
        };
        var words = new List<string>();
        foreach (var text in texts)
        {
            if ((longest -= text.Length) < 0) throw Unreadable($"{name} is too long.");
            words.AddRange(SafeText.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }

        return words;
    }

    /// <summary>Gives a member of named texts: a dictionary, an object, or NAME=value, separated by semicolons.</summary>
    /// <param name="name">The member.</param>
    /// <param name="longest">The most characters in all.</param>
    /// <exception cref="CommandException">The member cannot be read, is too long, or has no names and texts.</exception>
    public Dictionary<string, string> Pairs(string name, int longest)
    {
        var member = Raw(name);
        IEnumerable<(object? Key, object? Value)> pairs = Bare(member) switch
        {
            null => [],
            string text when text.Length > longest => throw Unreadable($"{name} is too long."),
            string text => text.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                .Select(pair => ((object?)pair[0], (object?)(pair.Length > 1 ? pair[1] : ""))),
            IDictionary dictionary => dictionary.Cast<DictionaryEntry>().Select(entry => ((object?)entry.Key, entry.Value)),
            PSCustomObject => ((PSObject)member!).Properties.Select(property => ((object?)property.Name, (object?)property.Value)),
            var other => throw Unreadable($"{name} is a {other.GetType().Name}, and has no names."),
        };
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            if (Bare(key) is not string named || Bare(value) is not string text) throw Unreadable($"{name} has a value that is not text.");
            if ((longest -= named.Length + text.Length) < 0) throw Unreadable($"{name} is too long.");
            read[SafeText.Of(named)] = SafeText.Of(text, keepLines: true);
        }

        return read;
    }

    /// <summary>Gives how many elements a member has that is a list; null where it is none.</summary>
    public int? Count(string name) => Value(name) is ICollection several and not IDictionary ? several.Count : null;

    /// <summary>Gives a member as it is; null where it is absent.</summary>
    /// <exception cref="CommandException">The member cannot be read.</exception>
    public object? Value(string name) => Bare(Raw(name));

    /// <summary>A trimmed text; null where that is empty.</summary>
    public static string? Trimmed(string? text) => text.AsSpan().Trim() is { Length: > 0 } rest ? rest.ToString() : null;

    private static CommandException NoMoment(string name) => Unreadable(
        $"{name} is no moment. It is given in ms since 1970-01-01 UTC, whole and with every digit, for a spreadsheet may have rounded it; "
        + "or as a time, such as 2026-11-23T08:00Z.");

    public static CommandException Unreadable(string message, Exception? inner = null) =>
        new(ErrorId.UnreadableInput, "The input object cannot be read: " + message, null, inner);

    private object? Raw(string name) => input.BaseObject is IDictionary dictionary ? Entry(dictionary, name) : Property(name);

    // The value of an expression that gave nothing, such as $(if ($false) { 1 }), is an object of its own.
    private static object? Bare(object? value) =>
        ReferenceEquals(value, AutomationNull.Value) ? null : value is PSObject wrapped ? wrapped.BaseObject : value;

    private static object? Entry(IDictionary dictionary, string name)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return entry.Value;
        }

        return null;
    }

    private object? Property(string name)
    {
        try
        {
            return input.Properties[name]?.Value;
        }
        catch (GetValueException exception)
        {
            throw Unreadable($"{name} gives an error.", exception);
        }
    }
}
