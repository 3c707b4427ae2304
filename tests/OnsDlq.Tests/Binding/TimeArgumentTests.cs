using System.Globalization;
using System.Management.Automation;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.Tests.Commands;

namespace OnsDlq.Tests.Binding;

/// <summary>Times in text, in cultures with other calendars and other number and date formats.</summary>
public sealed class TimeArgumentTests
{
    private static readonly DateTimeOffset Utc = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static DateTimeOffset Local(int hour, int minute = 0, int second = 0) =>
        new(new DateTime(2026, 1, 2, hour, minute, second, DateTimeKind.Local));

    // Buddhist, Persian and Islamic calendars; days before months; other digits and separators.
    public static TheoryData<string> Cultures => ["th-TH", "fa-IR", "ar-SA", "de-DE", "en-US", "en-GB", "fi-FI", "hi-IN", ""];

    [Theory, MemberData(nameof(Cultures))]
    public async Task A_text_means_the_same_in_every_culture(string culture)
    {
        (string Text, DateTimeOffset Means)[] forms =
        [
            ("'2026-01-02'", Local(0)),
            ("'2026-01-02 08:00'", Local(8)),
            ("'2026-01-02T08:00'", Local(8)),
            ("'2026-01-02 08:00:09'", Local(8, 0, 9)),
            ("'20260102T080009'", Local(8, 0, 9)),
            ("'2026-01-02T03:04:05Z'", Utc),
            ("' 2026-01-02T03:04:05z '", Utc),
            ("'2026-01-02T03:04:05.0000000Z'", Utc),
            ("'2026-01-02T03:04:05,000Z'", Utc),
            ("'2026-01-02T11:04:05+08:00'", Utc),
            ("'2026-01-02T11:04:05+0800'", Utc),
            ("'2026-01-02T11:04:05+08'", Utc),
            ("'2026-01-02 11:04:05 +08:00'", Utc),
            ("'20260102T030405Z'", Utc),
            ("\"$([datetime]::new(2026, 1, 2, 8, 0, 9))\"", Local(8, 0, 9)),
            ("\"$([datetimeoffset]::new(2026, 1, 2, 11, 4, 5, [timespan]::FromHours(8)))\"", Utc),
            ("([datetimeoffset]::new(2026, 1, 2, 11, 4, 5, [timespan]::FromHours(8)).ToString('O'))", Utc),
            ("([datetime]::new(2026, 1, 2, 8, 0, 9).ToString('s'))", Local(8, 0, 9)),
            ("([datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc))", Utc),
            ("([psobject][datetime]::new(2026, 1, 2, 8, 0, 9))", Local(8, 0, 9)),
        ];
        using var session = new CommandSession();

        foreach (var (text, _) in forms)
        {
            var run = await session.RunAsync(
                $"[cultureinfo]::CurrentCulture = '{culture}'\nGet-OnsDlqMessage GID_a -StartTime {text} -EndTime '2026-01-03T00:00:00Z' -Connection $c");
            Assert.True(run.Failure is null, run.Failure?.Message);
        }

        Assert.Equal(
            forms.Select(form => $"{form.Text} {form.Means.ToUniversalTime():O}"),
            forms.Zip(session.Client.Queries, (form, query) => $"{form.Text} {query.BeginTime.ToUniversalTime():O}"));
    }

    [Theory]
    [InlineData("'11/27/2026'")]
    [InlineData("'27/11/2026 08:00'")]
    [InlineData("'01/02/2026 08:00'")]
    [InlineData("'27.11.2026 08:00:00'")]
    [InlineData("'2026-11'")]
    [InlineData("'2026-13-01'")]
    [InlineData("'2026-1-2'")]
    [InlineData("'yesterday'")]
    [InlineData("'Nov 27 2026'")]
    [InlineData("'๒๐๒๖-๑๑-๒๗'")]
    [InlineData("''")]
    [InlineData("$null")]
    [InlineData("1764288000123")]
    [InlineData("20261127")]
    [InlineData("@{}")]
    public async Task Whatever_else_is_refused_with_advice_and_nothing_is_called(string text)
    {
        foreach (var culture in Cultures.Select(row => row.Data))
        {
            using var session = new CommandSession();

            var run = await session.RunAsync($"[cultureinfo]::CurrentCulture = '{culture}'\nGet-OnsDlqMessage GID_a -StartTime {text} -Connection $c");

            Assert.Equal("ParameterArgumentTransformationError", run.TerminatingErrorId);
            Assert.Equal(ErrorCategory.InvalidData, run.TerminatingError!.CategoryInfo.Category);
            Assert.Contains("2026-11-23T08:00+08:00", run.TerminatingError.Exception.Message, StringComparison.Ordinal);
            Assert.Empty(run.Errors);
            Assert.Empty(session.Client.Queries);
        }
    }

    [Theory]
    [InlineData("Get-OnsDlqMessage GID_a -StartTime 2026-01-01 -EndTime")]
    [InlineData("Get-OnsDlqResend -StartTime")]
    [InlineData("Get-OnsDlqResend -EndTime")]
    [InlineData("Block-OnsDlqMessage GID_a A1 -Reason x -Confirm:$false -Until")]
    public async Task Every_time_is_read_so(string command)
    {
        using var session = new CommandSession();

        Assert.Equal("ParameterArgumentTransformationError", (await session.RunAsync($"{command} '27/11/2026' -Connection $c")).TerminatingErrorId);
        var run = await session.RunAsync($"[cultureinfo]::CurrentCulture = 'th-TH'\n{command} '2099-11-27 08:00' -Connection $c");
        RunAssert.NoErrors(run);
    }

    [Theory]
    [InlineData("[datetime]::MinValue")]
    [InlineData("[datetime]::new(1, 1, 1, 0, 0, 0, [DateTimeKind]::Local)")]
    public async Task The_beginning_of_all_times_is_one(string text)
    {
        using var session = new CommandSession(CommandSession.Recent(1));

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a -StartTime ({text}) -Connection $c");

        Assert.Null(run.Failure);
        Assert.Single(run.Output);
    }

    [Fact]
    public void The_tests_are_of_cultures_that_differ()
    {
        CultureInfo[] cultures = [.. Cultures.Select(row => CultureInfo.GetCultureInfo(row.Data))];
        var date = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Unspecified);

        Assert.True(cultures.Select(culture => date.ToString("d", culture)).Distinct().Count() > 5, "Is this an invariant globalization?");
    }
}
