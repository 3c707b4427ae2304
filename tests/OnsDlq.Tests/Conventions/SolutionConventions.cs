using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnsDlq.Tests.Conventions;

/// <summary>What is built, and with which SDK.</summary>
public sealed partial class SolutionConventions
{
    private static readonly string Solution = Repository.Read("OnsDlq.sln");

    [Fact]
    public void The_solution_has_no_platform_that_nobody_builds() => Assert.Equal(
        ["Debug|Any CPU", "Release|Any CPU"],
        Configuration().Matches(Solution).Select(match => match.Groups["name"].Value).Distinct().Order());

    [Fact]
    public void The_solution_has_every_project()
    {
        var projects = from folder in new[] { "src", "tests" }
                       from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories)
                       select Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '\\');

        Assert.Equal(
            projects.Order(StringComparer.Ordinal),
            Project().Matches(Solution).Select(match => match.Groups["path"].Value).Order(StringComparer.Ordinal));
    }

    // Any SDK 10, from the first one on and of every feature band: nobody has to install another SDK 10.
    [Fact]
    public void Any_SDK_10_builds()
    {
        using var global = JsonDocument.Parse(Repository.Read("global.json"));
        var sdk = global.RootElement.GetProperty("sdk");

        Assert.Equal(("10.0.100", "latestFeature"), (sdk.GetProperty("version").GetString(), sdk.GetProperty("rollForward").GetString()));
    }

    [GeneratedRegex(@"(?<name>\w+\|[^=\r\n]+?)(?:\.ActiveCfg|\.Build\.0)?\s*=|=\s*(?<name>\w+\|[^=\r\n]+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Configuration();

    [GeneratedRegex(@"""(?<path>[^""]+\.csproj)""")]
    private static partial Regex Project();
}
