using System.Collections;
using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Saving;

namespace OnsDlq.Binding;

/// <summary>Reads the input of commands that need whole dead letters: dead letters, and what CSV, JSON or Clixml kept of them.</summary>
internal static class DeadLetterInput
{
    /// <summary>Reads one input; null with the error where it is no dead letter.</summary>
    public static DeadLetter? TryRead(PSObject? input, out ErrorRecord? error)
    {
        error = null;
        if (input?.BaseObject is DeadLetter message) return message;
        var why = input is null ? "Nothing was given in place of a dead letter." : $"A {Printable.Of(input.TypeNames.FirstOrDefault())} is no dead letter.";
        try
        {
            if (input?.BaseObject is PSCustomObject or IDictionary) return SavedMessage.Read(input);
        }
        catch (CommandException exception)
        {
            why = $"It is no dead letter: {exception.Message}";
        }

        error = ErrorFactory.Make(ErrorId.NotADeadLetter, why, input?.BaseObject is PSCustomObject ? input : input?.BaseObject);
        return null;
    }
}
