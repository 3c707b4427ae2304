using System.Text.Json;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>The saving of an archive is killed in the middle, or done twice at once: what was emitted is in the file, and nothing is there twice.</summary>
public sealed class ArchiveProofTests : IAsyncLifetime
{
    private const int Messages = 400;

    // A batch whose bodies are being read when the process is killed is lost, and read again.
    private const int Batch = 64;
    private const string Body = "OnsMessageDetail";

    private ProofBench _bench = null!;

    private string Archive => _bench.Journal("archive") + ".jsonl";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await ProofBench.OpenAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(Messages - 1)]
    public async Task Killed_while_it_saves_it_keeps_what_was_emitted_and_goes_on_there(int emitted)
    {
        var group = _bench.Group("killed");
        var ids = await _bench.AddAsync(group, Messages);
        var earlier = await BodiesAsync();
        var kill = FormattableString.Invariant(
            $"$n++; if ($n -eq {emitted}) {{ [Console]::Out.WriteLine('killing'); [Diagnostics.Process]::GetCurrentProcess().Kill() }}");
        await using (var shell = _bench.Run("a", $"$n = 0; {Saving(group)} -PassThru | ForEach-Object {{ {kill} }}"))
        {
            Assert.NotEqual(0, await shell.EndAsync());
            Assert.True(await shell.WritesAsync("killing"), shell.Noise);
        }

        var kept = Saved();
        Assert.True(kept.Count >= emitted, $"{kept.Count} lines are there, and {emitted} dead letters were emitted.");
        Assert.Equal(ids.Take(kept.Count).Order(), kept.Order());

        await using var again = _bench.Run("a", $"$null = {Saving(group)}");
        Assert.Equal(0, await again.EndAsync());
        Assert.Equal(ids.Order(), Saved().Order());
        Assert.InRange(await BodiesAsync() - earlier, Messages, Messages + Batch);
    }

    [Fact]
    public async Task Of_two_that_save_at_once_one_is_refused_and_no_line_is_broken()
    {
        var group = _bench.Group("twice");
        var ids = await _bench.AddAsync(group, Messages);
        const string Hold = "if (-not $told) { $told = $true; [Console]::Out.WriteLine('saving'); [Threading.Thread]::Sleep(600000) }";
        await using var first = _bench.Run("a", $"{Saving(group)} -PassThru | ForEach-Object {{ {Hold} }}");
        Assert.True(await first.WritesAsync("saving"), first.Noise);

        await using var second = _bench.Run("a", $"try {{ {Saving(group)} }} catch {{ [Console]::Out.WriteLine($_.FullyQualifiedErrorId) }}");
        Assert.Equal(0, await second.EndAsync());
        Assert.Contains("ArchiveLocked,OnsDlq.Commands.SaveOnsDlqMessageCommand", second.Noise, StringComparison.Ordinal);

        await first.KillAsync();
        await using var third = _bench.Run("a", $"$null = {Saving(group)}");
        Assert.Equal(0, await third.EndAsync());
        Assert.Equal(ids.Order(), Saved().Order());
    }

    private string Saving(string group) => $"{ProofBench.Listing(group)} | Save-OnsDlqMessage '{Archive}' -RequestsPerSecond 1000";

    private List<string> Saved()
    {
        var ids = new List<string>();
        foreach (var line in File.ReadAllText(Archive).Split('\n'))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.TryGetProperty("entry", out var entry)) ids.Add(entry.GetProperty("MsgId").GetString()!);
            }
            catch (JsonException)
            {
                // the end of a torn file
            }
        }

        return ids;
    }

    private async Task<int> BodiesAsync()
    {
        var ledger = await _bench.Sandbox.GetAsync("ledger", _bench.Cancellation);
        return ledger.GetProperty("calls").TryGetProperty(Body, out var calls) ? calls.GetProperty("accepted").GetInt32() : 0;
    }
}
