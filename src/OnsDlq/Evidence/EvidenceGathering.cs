using System.Security.Cryptography;
using OnsDlq.Connection;
using OnsDlq.Formatting;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Pipeline;
using OnsDlq.Sessions;

namespace OnsDlq.Evidence;

/// <summary>Gathers evidence for a command, writes it as it is decided, and shows the progress.</summary>
/// <param name="connection">The connection.</param>
/// <param name="journal">Its journal.</param>
/// <param name="optionsOf">Makes the options.</param>
internal sealed class EvidenceGathering(OnsDlqConnection connection, IResendJournal journal, Func<IPipelineWriter, EvidenceOptions> optionsOf)
{
    private readonly HashSet<string> _runs = new(StringComparer.Ordinal);

    private ClaimWatch Claims => new(HolderIdentity.OfThisProcess.IsProvenDead, TimeProvider.System, connection.Clock);

    /// <summary>The environment of a gathering over a connection.</summary>
    public static EvidenceEnvironment EnvironmentOf(OnsDlqConnection connection, IResendJournal journal) => new()
    {
        Client = connection.Client,
        Traces = connection.Traces,
        Clock = connection.Clock,
        Journal = journal,
        Claims = new(HolderIdentity.OfThisProcess.IsProvenDead, TimeProvider.System, connection.Clock),
        User = CurrentUser.Name,
        Seeds = () => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))),
        Time = TimeProvider.System,
    };

    /// <summary>Gathers evidence on attempts, and writes it.</summary>
    public async Task RunAsync(IReadOnlyList<RecordedAttempt> attempts, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        _runs.UnionWith(attempts.Select(recorded => recorded.Attempt.RunId));
        var calls = new CallWatch(TimeProvider.System);
        var options = optionsOf(writer);
        var progress = new EvidenceProgress(attempts.Count, _runs.Count, calls);
        var listener = new EvidenceListener(writer, progress);
        var gatherer = new EvidenceGatherer(EnvironmentOf(connection, journal), options with { Calls = calls.Watch(options.Calls) }, listener);
        await ProgressTicker.ShowAsync(() => gatherer.GatherAsync(attempts, cancellationToken), progress.Record, writer, TimeProvider.System);
    }

    /// <summary>What is proven of the runs now, one line for each.</summary>
    public async Task<IReadOnlyList<string>> SummariesAsync(CancellationToken cancellationToken)
    {
        var (lines, reader) = (new List<string>(), new RunReader(journal, Claims, _ => false, _ => false));
        foreach (var runId in _runs)
        {
            await foreach (var run in reader.ReadAsync(runId, null, cancellationToken))
            {
                if (run.ConsumedBasis is { } basis) lines.Add(Printable.Of($"Run {runId}: {ShareText.AtLeast(run.ConsumedAtLeast)} consumed ({basis})."));
            }
        }

        return lines;
    }
}
