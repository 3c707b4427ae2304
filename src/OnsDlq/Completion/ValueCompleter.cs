using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OnsDlq.Completion;

/// <summary>Completes a parameter from a list of values.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    private protected ValueCompleter()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = CompletionChoice.Typed(wordToComplete);
        return Values().Where(value => value.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(value => new CompletionChoice(value).Result());
    }

    /// <summary>All values, in the order in which they are offered.</summary>
    private protected abstract IEnumerable<string> Values();
}
