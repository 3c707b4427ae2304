using OnsDlq.EndToEnd.Tests.Shell;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Two people at two terminals, both asked about the same message.</summary>
public sealed class TwoOperatorsTests
{
    private const string Prompt = "> ";
    private const string Question = "(default is \"Y\"): ";

    [Fact]
    public async Task Whoever_answers_second_sends_nothing()
    {
        const string Group = "GID_operators";
        await using var bench = await ProofBench.OpenAsync();
        var id = (await bench.AddAsync(Group, 1))[0];
        var resend = $"Invoke-OnsDlqResend {Group} {id} | ForEach-Object {{ {Told.Line} }}\r";
        await using var slow = LiveShell.OnTerminal(bench.Settings("operators"));
        await using var quick = LiveShell.OnTerminal(bench.Settings("operators"));

        foreach (var shell in new[] { slow, quick })
        {
            await shell.WaitFor(Prompt);
            await shell.Type(resend);
            await shell.WaitFor(Question);
        }

        await quick.Type("y\r");
        await quick.WaitFor("|Accepted|");
        await slow.Type("y\r");
        await slow.WaitFor("|Skipped|AlreadyResent|");

        Assert.Equal(1, (await bench.DeliveriesAsync(Group))[id]);
    }
}
