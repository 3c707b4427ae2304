namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Several bulk resends that are suspended, each with its own group and journal, and one shell that works on all of these.</summary>
internal sealed class SuspendProof : IAsyncDisposable
{
    private const int Messages = 80;
    private const int InFlight = 16;
    private const int MostTries = 10;
    private const int Leads = 10;

    private readonly ProofBench _bench;
    private readonly ProofShell _other;
    private readonly int _seed;
    private readonly References _given;
    private readonly List<Victim> _victims = [];
    private readonly Random _chance;
    private readonly List<IReadOnlyList<string>> _claimed = [];
    private int _looks;
    private int _woken;

    private SuspendProof(ProofBench bench, ProofShell other, int seed, References given) =>
        (_bench, _other, _seed, _given, _chance) = (bench, other, seed, given, new Random(seed));

    /// <summary>The messages that were in flight at each check, in order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Claimed => _claimed;

    /// <summary>Creates groups, and makes the other shell list them: listed entries can be decided on without a call.</summary>
    public static async Task<SuspendProof> BeginAsync(ProofBench bench, int victims, int seed, References given = References.Listed)
    {
        var proof = new SuspendProof(bench, await bench.OpenAsync("other"), seed, given);
        var lead = bench.Group("lead");
        await bench.AddAsync(lead, Leads);
        await proof._other.DoAsync($"$lead = @({ProofBench.Listing(lead)})");
        for (var number = 0; number < victims; number++) proof._victims.Add(await proof.AddAsync(number));
        return proof;
    }

    /// <summary>Starts all victims, and suspends each at its moment. If that was too late for one, another replaces it.</summary>
    public async Task SuspendAllAsync()
    {
        await Task.WhenAll(_victims.Select(SuspendAsync));
        for (var at = 0; at < _victims.Count; at++)
        {
            for (var tries = 1; !await IsInTheMiddleAsync(_victims[at]) && tries < MostTries; tries++)
            {
                await _victims[at].Shell!.DisposeAsync();
                _victims[at] = await AddAsync(_victims[at].Number + _victims.Count);
                await SuspendAsync(_victims[at]);
            }
        }
    }

    /// <summary>Makes the other shell resend everything, and checks that each result is one of the possible ones.</summary>
    /// <param name="time">
    /// The status of a call of no interest that is made before, over the same connection: its answer tells what the service's time is.
    /// </param>
    /// <param name="options">Further parameters.</param>
    /// <param name="expected">The possible results.</param>
    public async Task ResendAsync(string time, string options, params string[] expected)
    {
        var claimed = new List<string>();
        foreach (var victim in _victims)
        {
            var connection = $"-Connection $of{victim.Number}";
            var lead = await _other.DoAsync(FormattableString.Invariant($"$lead[{_looks}] | {ProofBench.Sending(connection)}"));
            Assert.True(lead is [{ } one] && one.Status == time, $"{this}\n{string.Join(", ", lead)}\n{_other.Noise}");

            var told = await _other.DoAsync($"$entries{victim.Number} | {ProofBench.Sending($"{connection} -ThrottleLimit 16 {options}")}");
            var wrong = told.Where(result => !expected.Contains(result.What)).ToArray();
            Assert.True(
                told.Count == Messages && wrong.Length == 0,
                $"{this}\nvictim {victim.Number}: {told.Count} results, {wrong.Length} not {string.Join(" or ", expected)}:\n{string.Join('\n', wrong.Take(5))}\n{_other.Noise}");
            victim.Reports.Add(told);
            claimed.AddRange(told.Where(result => result.What == "InFlight").Select(result => result.MsgId));
        }

        Assert.InRange(claimed.Count, 0, InFlight * _victims.Count);
        Assert.True(_looks > 0 || claimed.Count > 0, $"{this}\nNobody was suspended with anything in flight.");
        _looks++;
        _claimed.Add(claimed);
    }

    /// <summary>Resumes the victims, waits until they end, and checks that nothing more is delivered.</summary>
    public async Task WakeFencedAsync()
    {
        var before = await AllDeliveriesAsync();
        await WakeAsync();
        Assert.Equal(before, await AllDeliveriesAsync());
    }

    /// <summary>Resumes the victims and waits until they end.</summary>
    public async Task WakeAsync()
    {
        foreach (var victim in _victims)
        {
            if (victim.IsSuspended) await victim.Shell!.SignalAsync("CONT");
            await victim.Shell!.EndAsync();
            _woken += victim.Shell.Results.Count - victim.Reports[0].Count;
        }
    }

    /// <summary>Checks that no message was delivered twice, and that every unknown outcome is reported as unknown.</summary>
    public async Task AssertEachAtMostOnceAsync()
    {
        foreach (var victim in _victims)
        {
            var deliveries = await _bench.DeliveriesAsync(GroupOf(victim.Number));
            var complaints = DeliveryProof.Complaints(victim.MsgIds, [.. victim.Reports.Select(Settled)], deliveries, InFlight, mayBeLeft: true);
            Assert.True(complaints.Count == 0, $"{this}\nvictim {victim.Number}:\n{string.Join('\n', complaints)}\n{victim.Shell!.Noise}");
        }
    }

    /// <summary>Checks that each message was delivered once, and a second time only if the other shell was told to.</summary>
    public async Task AssertSentOnPurposeOnlyAsync()
    {
        foreach (var victim in _victims)
        {
            var deliveries = await _bench.DeliveriesAsync(GroupOf(victim.Number));
            var onPurpose = victim.Reports[^1].Where(one => one.Status == "Accepted").Select(one => one.MsgId).ToHashSet(StringComparer.Ordinal);
            Assert.Subset(_claimed[0].ToHashSet(StringComparer.Ordinal), onPurpose);
            Assert.All(victim.MsgIds, id => Assert.InRange(deliveries.GetValueOrDefault(id), 1, onPurpose.Contains(id) ? 2 : 1));
        }
    }

    /// <summary>The random choices of this proof.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"seed {_seed}: suspended at {string.Join("; ", _victims.Select(victim => victim.IsSuspended ? victim.Moment.ToString() : "(ended before)"))}; in flight at each look: {string.Join(", ", _claimed.Select(ids => ids.Count))}; {_woken} results told after waking.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var victim in _victims)
            if (victim.Shell is { } shell) await shell.DisposeAsync();
        await _other.DisposeAsync();
    }

    private async Task<Victim> AddAsync(int number)
    {
        var victim = new Victim(number, await _bench.AddAsync(GroupOf(number), Messages), MomentOf(_chance));
        await _other.DoAsync(
            $"$of{number} = Connect-OnsDlq -Journal '{_bench.Journal(JournalOf(number))}' -PassThru; $entries{number} = @({ProofBench.Listing(GroupOf(number))})");
        return victim;
    }

    private async Task SuspendAsync(Victim victim)
    {
        victim.Shell = _bench.Run(JournalOf(victim.Number), ProofBench.Bulk(GroupOf(victim.Number), given: _given));
        await victim.Moment.ComesAsync(victim.Shell, _bench.Cancellation);
        victim.IsSuspended = await victim.Shell.SuspendAsync();
        victim.Reports.Add(victim.Shell.Results);
    }

    // According to the journal: reported results may not have been read yet, and on a busy machine all sent messages may be settled.
    private async Task<bool> IsInTheMiddleAsync(Victim victim)
    {
        if (!victim.IsSuspended) return false;
        var attempts = $"Get-OnsDlqResend {GroupOf(victim.Number)} -Connection $of{victim.Number}";
        var inFlight = await _other.DoAsync($"{attempts} | Where-Object Status -EQ InFlight | ForEach-Object {{ {ReportedResult.Line} }}");
        return inFlight.Count > 0;
    }

    // The first claims and the middle: a process that is suspended earlier or later holds no claim.
    private static KillMoment MomentOf(Random chance) => KillMoment.Draw(chance, Messages / 2, KillPhase.Middle);

    private string GroupOf(int number) => _bench.Group(FormattableString.Invariant($"suspended_{number}"));

    private static string JournalOf(int number) => FormattableString.Invariant($"suspended-{number}");

    // What is in flight has no end yet: the judge of ends has nothing to say of it.
    private static IReadOnlyList<ReportedResult> Settled(IReadOnlyList<ReportedResult> told) => [.. told.Where(one => one.What != "InFlight")];

    private async Task<IReadOnlyDictionary<string, int>> AllDeliveriesAsync()
    {
        var all = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var victim in _victims)
            foreach (var (id, count) in await _bench.DeliveriesAsync(GroupOf(victim.Number))) all.Add(id, count);
        return all;
    }

    private sealed class Victim(int number, IReadOnlyList<string> msgIds, KillMoment moment)
    {
        public int Number { get; } = number;

        public IReadOnlyList<string> MsgIds { get; } = msgIds;

        public KillMoment Moment { get; } = moment;

        public List<IReadOnlyList<ReportedResult>> Reports { get; } = [];

        public ProofShell? Shell { get; set; }

        public bool IsSuspended { get; set; }
    }
}
