using System.Globalization;
using System.Text.RegularExpressions;
using OnsDlq.Commands;

namespace OnsDlq.Tests.Conventions;

/// <summary>The documents say which defaults a resend has, and what follows from them.</summary>
public sealed partial class DefaultConventions
{
    public static TheoryData<string, string> Documents =>
    [
        ("README.md", Repository.Read("README.md")),
        ("about_OnsDlq", File.ReadAllText(Path.Combine(Repository.StagedModule, "en-US", "about_OnsDlq.help.txt"))),
        ("help of Invoke-OnsDlqResend", HelpEntry.Of("Invoke-OnsDlqResend").About),
    ];

    [Theory, MemberData(nameof(Documents))]
    public void A_document_tells_the_real_defaults_and_what_10_000_messages_take(string name, string text)
    {
        using var command = new InvokeOnsDlqResendCommand();
        var minutes = Math.Round(10_000 / command.RequestsPerSecond / 60);
        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"By default a run sends {command.RequestsPerSecond} resends a second, has {command.ThrottleLimit} messages in flight, " +
            $"waits {command.TimeoutSec} s for the answer to a try, and holds a message back that has come back {command.MaxRounds} times. " +
            $"So 10,000 messages take about {minutes} minutes.");

        Assert.True(Blanks().Replace(text, " ").Contains(told, StringComparison.Ordinal), $"{name} has to say: {told}");
    }

    [Fact]
    public void The_table_in_the_readme_has_the_real_defaults()
    {
        using var command = new InvokeOnsDlqResendCommand();
        var real = new Dictionary<string, double>
        {
            ["RequestsPerSecond"] = command.RequestsPerSecond,
            ["ThrottleLimit"] = command.ThrottleLimit,
            ["TimeoutSec"] = command.TimeoutSec,
            ["MaxRounds"] = command.MaxRounds,
        };

        Assert.Equal(real, Row().Matches(Repository.Read("README.md")).ToDictionary(
            row => row.Groups["name"].Value, row => double.Parse(row.Groups["value"].ValueSpan, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^\| `-(?<name>\w+)` \| (?<value>[\d.]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
