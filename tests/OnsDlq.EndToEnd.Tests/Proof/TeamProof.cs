using System.Globalization;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Several processes with one journal that are all given the same messages, and what they told, compared with the ledger.</summary>
internal sealed class TeamProof : IAsyncDisposable
{
    /// <summary>How many requests each process has in flight.</summary>
    public const int InFlight = 8;

    /// <summary>A run that has stopped itself, or found the journal away, leaves messages to the next run.</summary>
    private const int MostRuns = 20;

    private readonly ProofBench _bench;
    private readonly string _journal;
    private readonly Lock _gate = new();
    private readonly List<ProofShell> _everyone = [];
    private readonly List<ProofShell> _killed = [];

    private TeamProof(ProofBench bench, string journal, IReadOnlyList<string> msgIds, string group) =>
        (_bench, _journal, MsgIds, Group) = (bench, journal, msgIds, group);

    /// <summary>How many processes a team has by default, and how many where long proofs are asked for.</summary>
    public static int Size => ProofSettings.IsLong ? 8 : 2;

    /// <summary>The messages.</summary>
    public IReadOnlyList<string> MsgIds { get; }

    /// <summary>Their group.</summary>
    public string Group { get; }

    /// <summary>The processes that were not killed.</summary>
    public IReadOnlyList<ProofShell> Members
    {
        get { lock (_gate) return [.. _everyone.Except(_killed)]; }
    }

    /// <summary>How many messages they have told to have sent.</summary>
    public int Sent => Told().Count(told => told.What == "Accepted");

    /// <summary>How many deliveries there were.</summary>
    public async Task<int> DeliveredAsync() => (await _bench.DeliveriesAsync(Group)).Values.Sum();

    /// <summary>Adds the messages, and starts the processes.</summary>
    /// <param name="bench">Where they run.</param>
    /// <param name="journal">The name of their journal.</param>
    /// <param name="size">How many processes.</param>
    /// <param name="messages">How many messages.</param>
    /// <param name="ahead">How far the clocks of half of them are ahead of the others'.</param>
    public static async Task<TeamProof> BeginAsync(ProofBench bench, string journal, int size, int messages, TimeSpan ahead = default)
    {
        var group = bench.Group(journal);
        var team = new TeamProof(bench, journal, await bench.AddAsync(group, messages), group);
        await Task.WhenAll(Enumerable.Range(0, size).Select(number => team.JoinAsync(number % 2 == 0 ? default : ahead)));

        // A process that has never sent takes seconds to begin, and others would do the work.
        var first = bench.Group($"{journal}_first");
        await bench.AddAsync(first, 1);
        await Task.WhenAll(team.Members.Select(member => member.DoAsync($"$null = {ProofBench.Listing(first)} | {ProofBench.Resending("")}")));
        return team;
    }

    /// <summary>Adds a process, whose clock is so far ahead.</summary>
    public async Task<ProofShell> JoinAsync(TimeSpan ahead = default)
    {
        var member = await _bench.OpenAsync(_journal, ahead);
        lock (_gate) _everyone.Add(member);
        return member;
    }

    /// <summary>All list and resend the messages, each to its end.</summary>
    public Task<IReadOnlyList<ReportedResult>[]> RunAsync(string options = "") => Task.WhenAll(Members.Select(member => RunAsync(member, options)));

    /// <summary>One of them does.</summary>
    public Task<IReadOnlyList<ReportedResult>> RunAsync(ProofShell member, string options = "") =>
        member.DoAsync(ProofBench.Bulk(Group, FormattableString.Invariant($"-ThrottleLimit {InFlight} {options}")));

    /// <summary>One of them does, and is killed at a moment; false if it had come to its end before.</summary>
    public async Task<bool> RunKilledAsync(ProofShell member, KillMoment moment)
    {
        var run = RunAsync(member);
        await moment.ComesAsync(member, _bench.Cancellation);
        var isTooLate = run.IsCompleted;
        lock (_gate) _killed.Add(member);
        await member.KillAsync();
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !isTooLate;
    }

    /// <summary>Waits until all have begun and have sent so many messages together; the run that sends them has not ended before.</summary>
    public async Task SendAsync(int count, Task run)
    {
        while (!run.IsCompleted && (Sent < count || Members.Any(member => member.Results.Count == 0)))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, _bench.Cancellation);
        Assert.True(!run.IsCompleted, $"The run has ended before {count} messages were sent.\n{this}");
    }

    /// <summary>
    /// All run again until nothing is left, and one of them once more, alone: each message was delivered at most once, no delivery is unknown to the
    /// journal, and only so many are doubtful. Gives the number of these.
    /// </summary>
    public async Task<int> AssertEachAtMostOnceAsync(int mostDoubtful, string options = "")
    {
        var runs = 0;
        while ((await RunAsync(options)).Any(told => told.Any(IsLeft)) && ++runs < MostRuns) _bench.Cancellation.ThrowIfCancellationRequested();

        var together = DeliveryProof.SideBySide(Told());
        var last = await RunAsync(Members[0], options);
        var complaints = DeliveryProof.Complaints(MsgIds, [together, last], await _bench.DeliveriesAsync(Group), mostDoubtful);
        Assert.True(complaints.Count == 0, $"{string.Join('\n', complaints.Take(20))}\n{complaints.Count} complaints.\n{this}");
        return last.Count(DeliveryProof.IsDoubtful);
    }

    /// <summary>Only processes that were killed left anything in doubt, and none more than it had in flight.</summary>
    public async Task AssertDoubtfulOfKilledAsync(int doubtful)
    {
        const string Lines = "ForEach-Object { [Console]::Out.WriteLine(\"unknown $($_.ProcessId) $($_.Unknown)\") }";
        var listing = await Members[0].RunScriptAsync($"Get-OnsDlqRun | Where-Object Unknown -GT 0 | {Lines}");
        var left = listing.Output.Split('\n').Select(line => line.Split(' ')).Where(words => words[0] == "unknown")
            .Select(words => (Process: Number(words[1]), Count: Number(words[2]))).ToArray();
        lock (_gate) Assert.All(left, one => Assert.Contains(one.Process, _killed.Select(member => member.ProcessId)));
        Assert.All(left, one => Assert.InRange(one.Count, 1, InFlight));
        Assert.Equal(doubtful, left.Sum(one => one.Count));
    }

    /// <summary>How often each of them told what.</summary>
    public string Counts
    {
        get { lock (_gate) return string.Join('\n', _everyone.Select(Words)); }
    }

    /// <summary>The same with their other output, for the message of a test that fails.</summary>
    public override string ToString()
    {
        const int Most = 2000;
        lock (_gate)
        {
            var noises = _everyone.Select(member => member.Noise);
            return string.Join('\n', noises.Select(noise => noise.Length <= Most ? noise : noise[^Most..]).Prepend(Counts));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var member in _everyone) await member.DisposeAsync();
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static bool IsLeft(ReportedResult told) => told.What is "RunStopped" or "Rejected" or "InFlight";

    private ReportedResult[] Told()
    {
        lock (_gate) return [.. _everyone.SelectMany(member => member.Results)];
    }

    private string Words(ProofShell member) =>
        $"process {member.ProcessId}{(_killed.Contains(member) ? ", killed" : "")}: "
        + string.Join(", ", member.Results.CountBy(told => told.What).Select(count => $"{count.Value} {count.Key}"));
}
