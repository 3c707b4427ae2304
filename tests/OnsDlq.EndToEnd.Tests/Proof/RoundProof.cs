using System.Globalization;
using System.Text.Json.Nodes;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Shared by tests that resend the messages of one group again and again, in one shell, and compare with the ledger.</summary>
/// <param name="name">The name of the group and of the journal.</param>
public abstract class RoundProof(string name) : IAsyncLifetime
{
    private protected const int Messages = 3;

    private protected ProofBench Bench { get; private set; } = null!;

    private protected ProofShell Shell { get; private set; } = null!;

    private protected string Group => Bench.Group(name);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Bench = await ProofBench.OpenAsync();
        Shell = await Bench.OpenAsync(name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Shell.DisposeAsync();
        await Bench.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds messages that their consumers fail on, and that are in the queue again so long after each resend.</summary>
    private protected async Task FailAsync(int returnAfterSeconds)
    {
        await Bench.AddAsync(Group, Messages);
        await Bench.FailAsync(Group, returnAfterSeconds);
    }

    /// <summary>Adds one more entry of a message.</summary>
    private protected Task StoreAsync(string id, TimeSpan fromNow) => Bench.Sandbox.AddMessagesAsync(
        new JsonObject
        {
            ["instanceId"] = ProofBench.Instance,
            ["groupId"] = Group,
            ["topic"] = "orders",
            ["msgId"] = id,
            ["storeTime"] = (TimeProvider.System.GetUtcNow() + fromNow).ToString("o", CultureInfo.InvariantCulture),
        },
        Bench.Cancellation);

    /// <summary>The statuses and reasons that a script reports, in alphabetical order.</summary>
    private protected async Task<string[]> WhatsAsync(string script) =>
        [.. (await Shell.DoAsync(script)).Select(told => told.What).Order(StringComparer.Ordinal)];

    // A listing shows old entries before new ones, and a message by its ID alone is a duplicate the second time: the last real result counts.
    private protected async Task AssertToldAsync(string what, int? round = null, string options = "", References given = References.Listed)
    {
        var results = await Shell.DoAsync(ProofBench.Bulk(Group, options, given));
        var told = results.Where(one => given == References.Listed || one.What != "DuplicateInput")
            .GroupBy(one => one.MsgId).Select(group => group.Last()).ToArray();
        Assert.True(told.Length == Messages, $"{string.Join('\n', results)}\n{Shell.Noise}");
        Assert.All(told, one => Assert.True(
            one.What == what && (round is null || one.Round == round), $"{one}, expected {what} {round}\n{string.Join('\n', results)}\n{Shell.Noise}"));
    }

    /// <summary>Each of the messages was delivered this often.</summary>
    private protected async Task AssertDeliveredAsync(int times) =>
        Assert.Equal(Enumerable.Repeat(times, Messages), (await Bench.DeliveriesAsync(Group)).Values);
}
