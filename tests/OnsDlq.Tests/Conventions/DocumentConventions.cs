using System.Text.RegularExpressions;

namespace OnsDlq.Tests.Conventions;

/// <summary>Everything that the documents for contributors name exists, so whoever moves a file also changes its name there.</summary>
public sealed partial class DocumentConventions
{
    private const string Contributing = "CONTRIBUTING.md";

    // The build's output does not exist in every checkout.
    private static readonly string[] Made = ["out/"];

    private static readonly HashSet<string> Names =
        [.. new[] { "src", "tests" }.SelectMany(folder => Repository.Sources(folder)).Select(file => Path.GetFileName(file))];

    public static TheoryData<string> Documents => [Contributing, "src/README.md"];

    [Theory, MemberData(nameof(Documents))]
    public void What_a_document_names_exists(string document)
    {
        var text = Repository.Read(document);
        var named = Quoted().Matches(text).Select(match => match.Groups["text"].Value).Where(IsPlace)
            .Concat(ProjectOfCommand().Matches(text).Select(match => match.Groups["path"].Value)).Distinct().ToArray();

        Assert.NotEmpty(named);
        var missing = named.Where(name => !Exists(document, name));
        Assert.True(!missing.Any(), $"{document} names what is not there: {string.Join(", ", missing)}.");
    }

    [Theory, MemberData(nameof(Documents))]
    public void A_member_that_a_document_names_exists(string document)
    {
        var missing = from quoted in Quoted().Matches(Repository.Read(document))
                      let member = Member().Match(quoted.Groups["text"].Value)
                      where member.Success && !Declares(member.Groups["type"].Value, member.Groups["member"].Value)
                      select member.Value;

        Assert.True(!missing.Any(), $"{document} names what is not there: {string.Join(", ", missing)}.");
        Assert.True(Declares("ResendGuard", "DecideAsync") && !Declares("ResendGuard", "DecideAll") && !Declares("NoSuchGuard", "DecideAsync"));
    }

    public static TheoryData<string> Topics => [.. Directory.GetFiles(Repository.PathOf("en-US"), "*.help.txt").Select(file => Path.GetFileName(file))];

    // Get-Help shows the file as it is.
    [Theory, MemberData(nameof(Topics))]
    public void A_heading_of_a_topic_has_a_line_of_its_own_and_everything_else_is_indented(string topic)
    {
        var outside = Repository.Read($"en-US/{topic}").Split('\n').Where(line => line.Length > 0 && line[0] != ' ').ToArray();

        Assert.Contains("TOPIC", outside);
        Assert.All(outside, line => Assert.Equal(line.ToUpperInvariant(), line));
    }

    [Theory]
    [InlineData("src/OnsDlq.Core/Resend", true)]
    [InlineData("src/OnsDlq.Core/Resent/", false)]
    [InlineData("build.ps1", true)]
    [InlineData("ResendDecider.cs", true)]
    [InlineData("ResendOracle.cs", false)]
    [InlineData("Resend/ResendDecider.cs", true)]
    [InlineData("Journal/ResendDecider.cs", false)]
    public void A_place_is_looked_for_in_the_checkout(string place, bool exists)
    {
        Assert.True(IsPlace(place));
        Assert.Equal(exists, Exists(Contributing, place));
    }

    [Fact]
    public void A_filter_in_a_command_finds_a_test()
    {
        var tests = string.Concat(Repository.Sources("tests").Select(File.ReadAllText));
        var filters = Filter().Matches(Repository.Read(Contributing)).Select(match => match.Groups["name"].Value).ToArray();

        Assert.NotEmpty(filters);
        Assert.All(filters, name => Assert.Contains(name, tests, StringComparison.Ordinal));
    }

    [Fact]
    public void A_task_of_the_build_script_is_one_it_has()
    {
        var script = Repository.Read("build.ps1");
        var tasks = BuildTask().Matches(Repository.Read(Contributing)).Select(match => match.Groups["name"].Value).Distinct().ToArray();

        Assert.NotEmpty(tasks);
        Assert.All(tasks, task => Assert.Contains($"'{task}' {{", script, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(CmdletFacts.Names), MemberType = typeof(CmdletFacts))]
    public void A_command_has_prose_and_a_Pester_file(string name)
    {
        string[][] places = [["en-US", $"{name}.md"], ["tests", "Pester", $"{name}.Tests.ps1"]];

        Assert.All(places, place => Assert.True(
            File.Exists(Repository.PathOf(place)), $"Write {string.Join('/', place)}; {Contributing} tells what else a command needs."));
    }

    // A path, or the name of a file, but no placeholder.
    private static bool IsPlace(string text) =>
        Place().IsMatch(text) && !text.Contains("Verb", StringComparison.Ordinal) && !text.Contains("VERSION", StringComparison.Ordinal)
        && !Made.Any(made => text.StartsWith(made, StringComparison.Ordinal));

    // Relative to the root, to the folder of the document, or to the folder of an assembly; a plain C# file name is searched everywhere.
    private static bool Exists(string document, string place)
    {
        string[] bases = ["", Path.GetDirectoryName(document)!, .. Directory.GetDirectories(Repository.PathOf("src"))];
        var paths = bases.Select(start => Repository.PathOf(start, place));
        return Names.Contains(place) || paths.Any(path => File.Exists(path) || Directory.Exists(path));
    }

    private static bool Declares(string type, string member) => Repository.Sources("src")
        .Where(file => Path.GetFileName(file) == type + ".cs").Any(file => Regex.IsMatch(File.ReadAllText(file), $@"\b{member}\b"));

    [GeneratedRegex(@"`(?<text>[^`\n]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:cs|csproj|md|ps1|psd1|ps1xml|json|txt|sln))$|^(?:src|tests|en-US)/[\w./-]+$")]
    private static partial Regex Place();

    // A name that begins with the module's name is an assembly, a name that ends in lower-case letters is a file.
    [GeneratedRegex(@"^(?!OnsDlq\.)(?<type>[A-Z]\w+)\.(?<member>[A-Z][a-z]\w+)$")]
    private static partial Regex Member();

    [GeneratedRegex(@"--project (?<path>\S+)")]
    private static partial Regex ProjectOfCommand();

    [GeneratedRegex(@"-(?:class|method) ""\*(?<name>\w+)\*?""")]
    private static partial Regex Filter();

    [GeneratedRegex(@"-Task (?<name>\w+)")]
    private static partial Regex BuildTask();
}
