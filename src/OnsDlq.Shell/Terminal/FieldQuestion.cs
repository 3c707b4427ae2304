using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace OnsDlq.Shell.Terminal;

/// <summary>Asks for values by name: the mandatory parameters that a command was not given.</summary>
internal sealed class FieldQuestion(Screen screen, LineInput input, Func<string, PSCredential> askCredential)
{
    private const string HelpRequest = "!?";

    /// <summary>Gives one value for each field.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C was pressed or the input ended.</exception>
    public Dictionary<string, PSObject> Ask(string caption, string message, Collection<FieldDescription> fields)
    {
        input.Demand();
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentOutOfRangeException.ThrowIfZero(fields.Count, nameof(fields));
        if (!string.IsNullOrEmpty(caption))
        {
            screen.WriteLine();
            screen.WriteLine(Palette.Bold(caption));
        }
        if (!string.IsNullOrEmpty(message))
        {
            screen.WriteLine(message);
        }
        if (fields.Any(field => !string.IsNullOrEmpty(field.HelpMessage)))
        {
            screen.WriteLine($"(Type {HelpRequest} for Help.)");
        }
        return fields.ToDictionary(field => field.Name, field => PSObject.AsPSObject(ValueOf(field)));
    }

    private object ValueOf(FieldDescription field)
    {
        var type = Type.GetType(field.ParameterAssemblyFullName) ?? typeof(string);
        if (type == typeof(string) || !typeof(IList).IsAssignableFrom(type))
        {
            return One(field, type, field.Name + ": ")!;
        }
        var values = new ArrayList();
        var element = type.GetElementType() ?? typeof(object);
        while (One(field, element, string.Create(CultureInfo.InvariantCulture, $"{field.Name}[{values.Count}]: "), isList: true) is { } value)
        {
            values.Add(value);
        }
        return LanguagePrimitives.TryConvertTo(values, type, CultureInfo.CurrentCulture, out var list) ? list : values;
    }

    private object? One(FieldDescription field, Type type, string prompt, bool isList = false)
    {
        if (type == typeof(SecureString))
        {
            var secret = input.AskSecret(prompt);
            return isList && secret.Length == 0 ? null : secret;
        }
        if (type == typeof(PSCredential))
        {
            return askCredential(field.Name);
        }
        while (true)
        {
            var line = input.Ask(prompt);
            if (line is null)
            {
                input.Cancelled();
                throw new PipelineStoppedException();
            }
            if (line == HelpRequest)
            {
                screen.WriteLine(string.IsNullOrEmpty(field.HelpMessage) ? $"No help is available for {field.Name}." : field.HelpMessage);
                continue;
            }
            if (isList && line.Length == 0)
            {
                return null;
            }
            if (LanguagePrimitives.TryConvertTo(line, type, CultureInfo.CurrentCulture, out var value))
            {
                return value;
            }
            screen.WriteErrorLine($"Cannot recognize \"{line}\" as a {type.Name}.");
        }
    }
}
