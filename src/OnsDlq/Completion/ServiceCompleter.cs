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
/// Completes a parameter from lists of the service. Never makes a connection, never waits long, and never fails: where nothing is known, nothing
/// is offered.
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

            // Values that begin with the word come first, then those that contain it, also in a name or a remark.
            return
            [
                .. Choices(directory, instanceId).Where(choice => IsSafe(choice.Value) && Rank(choice, typed) < 2)
                    .OrderBy(choice => Rank(choice, typed)).ThenBy(choice => choice.Value, StringComparer.OrdinalIgnoreCase)
                    .DistinctBy(choice => choice.Value).Select(choice => choice.Result()),
            ];
        }
        catch (Exception)
        {
            // Completion must never fail.
            return [];
        }
    }

    /// <summary>All choices, in any order.</summary>
    /// <param name="directory">The lists of the service.</param>
    /// <param name="instanceId">The instance on the command line or of the connection; null for none.</param>
    private protected abstract IEnumerable<CompletionChoice> Choices(ServiceDirectory directory, string? instanceId);

    private static OnsDlqConnection? ConnectionOf(IDictionary given)
    {
        var connection = Given(given, nameof(Connection)) as OnsDlqConnection ?? Session.Current.Look(Connector.EnvironmentDigest());

        // Connect-OnsDlq may name another service, of which this connection knows nothing.
        if (Elsewhere.Any(given.Contains)) return null;
        return Given(given, "RegionId") is string regionId && regionId != connection?.RegionId ? null : connection;
    }

    private static object? Given(IDictionary given, string name) => given[name] is PSObject wrapped ? wrapped.BaseObject : given[name];

    // The value comes from a server and is put on the command line, so it must be a valid ID (against injection).
    private static bool IsSafe(string value) => GroupIdRule.IsWellFormed(value);

    private static int Rank(CompletionChoice choice, string typed) =>
        choice.Value.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 0
        : choice.Value.Contains(typed, StringComparison.OrdinalIgnoreCase) || choice.About?.Contains(typed, StringComparison.OrdinalIgnoreCase) == true ? 1
        : 2;
}
