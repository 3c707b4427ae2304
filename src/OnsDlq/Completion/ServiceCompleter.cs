using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;
using OnsDlq.Connection;
using OnsDlq.Discovery;
using OnsDlq.Messages;
using OnsDlq.Sessions;

namespace OnsDlq.Completion;

/// <summary>
/// Completes a parameter from what the service tells. Never makes a connection, never waits long, and never fails: where nothing is known,
/// nothing is offered.
/// </summary>
public abstract class ServiceCompleter : IArgumentCompleter
{
    private static readonly string[] Elsewhere = ["ProfileName", "Credential", "Endpoint", "Vpc"];
    private static readonly ConditionalWeakTable<OnsDlqConnection, ServiceDirectory> Directories = [];

    private protected ServiceCompleter()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            if (ConnectionOf(fakeBoundParameters) is not { } connection) return [];
            var directory = Directories.GetValue(connection, one => new ServiceDirectory(one.Discovery, TimeProvider.System));
            var instanceId = Given(fakeBoundParameters, nameof(Instance.InstanceId)) as string ?? connection.InstanceId;
            var typed = CompletionChoice.Typed(wordToComplete);

            // What begins with the word comes first, then what has it elsewhere, be it in a name or a note.
            return
            [
                .. Choices(directory, instanceId).Where(choice => IsSafe(choice.Value) && Rank(choice, typed) < 2)
                    .OrderBy(choice => Rank(choice, typed)).ThenBy(choice => choice.Value, StringComparer.OrdinalIgnoreCase)
                    .DistinctBy(choice => choice.Value).Select(choice => choice.Result()),
            ];
        }
        catch (Exception)
        {
            // Whatever goes wrong, a key that was pressed must not become an error.
            return [];
        }
    }

    /// <summary>All choices, in any order.</summary>
    /// <param name="directory">What the service tells.</param>
    /// <param name="instanceId">The instance that is meant; null for none.</param>
    private protected abstract IEnumerable<CompletionChoice> Choices(ServiceDirectory directory, string? instanceId);

    private static OnsDlqConnection? ConnectionOf(IDictionary given)
    {
        var connection = Given(given, nameof(Connection)) as OnsDlqConnection ?? Session.Current.Look(Connector.EnvironmentDigest());

        // Connect-OnsDlq may be on its way to somewhere else, of which this connection knows nothing.
        if (Elsewhere.Any(given.Contains)) return null;
        return Given(given, "RegionId") is string regionId && regionId != connection?.RegionId ? null : connection;
    }

    private static object? Given(IDictionary given, string name) => given[name] is PSObject wrapped ? wrapped.BaseObject : given[name];

    // What is put on the command line comes from a server: only what can be an ID may get there.
    private static bool IsSafe(string value) => GroupIdRule.IsWellFormed(value);

    private static int Rank(CompletionChoice choice, string typed) =>
        choice.Value.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 0
        : choice.Value.Contains(typed, StringComparison.OrdinalIgnoreCase) || choice.About?.Contains(typed, StringComparison.OrdinalIgnoreCase) == true ? 1
        : 2;
}
