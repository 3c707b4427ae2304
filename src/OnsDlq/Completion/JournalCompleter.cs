using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OnsDlq.Connection;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Pipeline;
using OnsDlq.Rehearsal;
using OnsDlq.Sessions;

namespace OnsDlq.Completion;

/// <summary>
/// Completes a parameter from what the journal has recorded. Never makes a connection or a journal, never waits long, and never fails: where
/// nothing is known, nothing is offered.
/// </summary>
public abstract class JournalCompleter : IArgumentCompleter
{
    // More cannot be looked through at a prompt.
    private const int Most = 50;

    private protected JournalCompleter()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var given = Given(fakeBoundParameters, nameof(Connection));
            var connection = given as OnsDlqConnection ?? Session.Current.Look(Connector.EnvironmentDigest());
            if (connection is null && RehearsalMark.Elsewhere is not null) return [];
            var typed = CompletionChoice.Typed(wordToComplete);
            return [.. Read(connection, Given(fakeBoundParameters, "GroupId") as string, typed).Select(choice => choice.Result())];
        }
        catch (Exception)
        {
            // Completion must never fail.
            return [];
        }
    }

    /// <summary>The choices, in the order in which they are offered.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="claims">Distinguishes live claims from abandoned ones.</param>
    /// <param name="realm">The service of the connection; null for every service.</param>
    /// <param name="groupId">The group on the command line; null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    private protected abstract IAsyncEnumerable<CompletionChoice> ReadAsync(
        IJournalReader journal, ClaimWatch claims, string? realm, string? groupId, CancellationToken cancellationToken);

    private List<CompletionChoice> Read(OnsDlqConnection? connection, string? groupId, string typed)
    {
        using var usual = connection is null ? ProcessJournals.Choose(new ConnectionRequest()) : null;
        using var patience = new CancellationTokenSource(CachedList<string>.Patience);
        var (found, journal) = (new List<CompletionChoice>(), connection?.ResendJournal ?? usual!);
        PipelineBridge.AwaitAtMost(
            Task.Run(async () =>
            {
                using var reader = await journal.OpenReaderAsync(patience.Token);
                if (reader is null) return;
                var claims = new ClaimWatch(HolderIdentity.OfThisProcess.IsProvenDead, TimeProvider.System, connection?.Clock);
                await foreach (var choice in ReadAsync(reader, claims, connection?.Realm, groupId, patience.Token))
                {
                    if (!choice.Value.StartsWith(typed, StringComparison.OrdinalIgnoreCase)) continue;
                    lock (found) found.Add(choice);
                    if (found.Count == Most) return;
                }
            }),
            CachedList<string>.Patience);
        lock (found) return [.. found.DistinctBy(choice => choice.Value)];
    }

    private static object? Given(IDictionary given, string name) => given[name] is PSObject wrapped ? wrapped.BaseObject : given[name];
}
