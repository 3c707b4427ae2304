using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>Two people at two terminals who are prompted about the same message.</summary>
public sealed class TwoOperatorsTests
{
    private const string Prompt = "> ";
    private const string Question = "(default is \"Y\"):";

    [Fact]
    public async Task Whoever_answers_second_sends_nothing()
    {
        await using var bench = await ProofBench.OpenAsync();
        var group = bench.Group("operators");
        var id = (await bench.AddAsync(group, 1))[0];
        var resend = $"Invoke-OnsDlqResend {group} {id} | ForEach-Object {{ {ReportedResult.Line} }}\r";
        await using var slow = Operator(bench);
        await using var quick = Operator(bench);

        foreach (var shell in new[] { slow, quick })
        {
            await shell.WaitForAsync(Prompt);
            await shell.TypeAsync(resend);
            await shell.WaitForAsync(Question);
        }

        await quick.TypeAsync("y\r");
        await quick.WaitForAsync("|Accepted|");
        await slow.TypeAsync("y\r");
        await slow.WaitForAsync("|Skipped|AlreadyResent|");

        Assert.Equal(1, (await bench.DeliveriesAsync(group))[id]);
    }

    private static LiveConsole Operator(ProofBench bench)
    {
        Assert.SkipUnless(ConsoleProgram.HasTerminals, "Needs script of util-linux to make a terminal.");
        return LiveConsole.OnTerminal(
            ConsoleProgram.Pwsh, $"-NoLogo -NoProfile -NoExit -Command \"{ConsoleProgram.ImportModule}\"", bench.Cancellation, bench.Environment("operators"));
    }
}
