using System.Text;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>One bulk resend that is killed at random moments and then run again to the end.</summary>
/// <param name="bench">Where it runs.</param>
/// <param name="seed">The seed for the random moments.</param>
/// <param name="options">Further parameters of the resend.</param>
/// <param name="given">How the messages are given to it.</param>
internal sealed class KillRun(ProofBench bench, int seed, string options = KillRun.Parallel, References given = References.Listed)
{
    /// <summary>How many messages there are.</summary>
    public const int Messages = 200;

    private const int InFlight = 16;
    private const string Parallel = "-ThrottleLimit 16";

    // Faults open the circuit breaker, and a run that it has stopped leaves the other messages to the next run.
    private const int MostReruns = 60;

    private readonly List<KillMoment> _moments = [];
    private readonly List<IReadOnlyList<ReportedResult>> _told = [];
    private readonly List<string> _noise = [];
    private readonly string _group = bench.Group(FormattableString.Invariant($"kill_{seed}"));
    private readonly string _journal = JournalOf(seed);
    private bool _hasFaults;

    /// <summary>The name of the journal of a run.</summary>
    public static string JournalOf(int seed) => FormattableString.Invariant($"kill-{seed}");

    /// <summary>How many messages had an unknown outcome in the end.</summary>
    public int Doubtful { get; private set; }

    /// <summary>For how many messages the killed processes had reported a result.</summary>
    public int ToldBefore { get; private set; }

    /// <summary>Where it was killed.</summary>
    public IReadOnlyList<KillMoment> Moments => _moments;

    /// <summary>Calls also fail because of faults: then the number of unknown outcomes is not limited, and rejected messages are sent again.</summary>
    public KillRun WithFaults()
    {
        _hasFaults = true;
        return this;
    }

    /// <summary>Makes the run and returns everything that is wrong, with the details for the investigation; null if nothing is wrong.</summary>
    /// <param name="rerunner">An open shell, in which it is run again.</param>
    public async Task<string?> MakeAsync(ProofShell rerunner)
    {
        var chance = new Random(seed);
        var ids = await bench.AddAsync(_group, Messages);
        var kills = chance.Next(4) == 0 ? chance.Next(2, 4) : 1;
        for (var kill = 0; kill < kills; kill++) await KillAsync(KillMoment.Draw(chance, Messages));
        ToldBefore = _told.Sum(results => results.Count);

        await rerunner.DoAsync($"Connect-OnsDlq -Journal '{bench.Journal(_journal)}'");
        for (var rerun = 0; rerun < MostReruns && (rerun == 0 || _told[^1].Any(IsLeft)); rerun++)
            _told.Add(await rerunner.DoAsync(ProofBench.Bulk(_group, options, given)));

        var deliveries = await bench.DeliveriesAsync(_group);
        var doubtful = Ids(_told[^1].Where(DeliveryProof.IsDoubtful));
        Doubtful = doubtful.Length;
        var complaints = DeliveryProof.Complaints(ids, _told, deliveries, _hasFaults ? Messages : kills * InFlight).ToList();
        if (!Ids(await rerunner.DoAsync($"Get-OnsDlqResend {_group} -Status Unknown | ForEach-Object {{ {ReportedResult.Line} }}")).SequenceEqual(doubtful))
            complaints.Add("What the journal lists as Unknown is not what the last run left for its outcome.");
        return complaints.Count == 0 ? null : Report(complaints, rerunner);
    }

    private async Task KillAsync(KillMoment moment)
    {
        _moments.Add(moment);
        await using var shell = bench.Run(_journal, ProofBench.Bulk(_group, options, given));
        await moment.ComesAsync(shell, bench.Cancellation);
        await shell.KillAsync();
        _told.Add(shell.Results);
        _noise.Add(shell.Noise);
    }

    // Rejected messages were not sent, nor were those that a stopped run has left: the next run sends both.
    private bool IsLeft(ReportedResult told) => _hasFaults && told.What is "Rejected" or "RunStopped";

    private static string[] Ids(IEnumerable<ReportedResult> told) => [.. told.Select(one => one.MsgId).Order(StringComparer.Ordinal)];

    private string Report(List<string> complaints, ProofShell rerunner)
    {
        const int Shown = 20;
        var report = new StringBuilder();
        report.AppendLine(FormattableString.Invariant($"Seed {seed} ({ProofSettings.SeedVariable}={seed} {ProofSettings.RunsVariable}=1), group {_group}:"));
        foreach (var moment in _moments) report.Append("  killed at ").AppendLine(moment.ToString());
        foreach (var results in _told)
            report.AppendLine("  told: " + string.Join(", ", results.CountBy(told => told.What).Select(count => $"{count.Value} {count.Key}")));
        foreach (var complaint in complaints.Take(Shown)) report.AppendLine("  " + complaint);
        if (complaints.Count > Shown) report.AppendLine(FormattableString.Invariant($"  and {complaints.Count - Shown} more."));
        foreach (var noise in _noise.Append(rerunner.Noise)) report.AppendLine(Tail(noise));
        return report.ToString();
    }

    private static string Tail(string noise)
    {
        const int Most = 2000;
        return noise.Length <= Most ? noise : noise[^Most..];
    }
}
