using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Benchmarks.Listing;

/// <summary>Our side: everything that Get-OnsDlqMessage does below the pipeline, from the plan of windows to each entry's state in the journal.</summary>
internal sealed class CompleteRun(SandboxAddress sandbox, IResendJournal journal) : IDisposable
{
    private readonly ModuleClient _client = new(sandbox, journal);

    /// <summary>The windows and pages that the last run requested.</summary>
    public RecordingClient? Asked { get; private set; }

    /// <summary>Lists a range of a group.</summary>
    /// <exception cref="InvalidOperationException">Something could not be listed.</exception>
    public async IAsyncEnumerable<DeadLetter> RunAsync(string group, TimeRange range)
    {
        var context = new CallContext { RequestsPerSecond = ModuleClient.Unbounded };
        var states = new ResendStates(
            journal, sandbox.Realm, () => new() { ServiceNow = _client.Clock.Now, IsProvenDead = HolderIdentity.OfThisProcess.IsProvenDead });
        Asked = new RecordingClient(_client.Operations);
        await foreach (var part in new DeadLetterReader(Asked, context).ListAsync(group, SandboxAddress.Instance, range, null, CancellationToken.None))
        {
            if (part.Gap is { } gap) throw new InvalidOperationException(gap.Message);
            foreach (var stated in await states.ReadAsync(part.Entries, CancellationToken.None)) yield return stated.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
