using System.Management.Automation;
using System.Text.RegularExpressions;
using OnsDlq.Errors;

namespace OnsDlq.Tests.Conventions;

/// <summary>Every error is described in the help, and its description is correct.</summary>
public sealed partial class ErrorConventions
{
    private static readonly string About = File.ReadAllText(Path.Combine(Repository.StagedModule, "en-US", "about_OnsDlq_Errors.help.txt"));

    private static readonly Dictionary<string, string> Told = Entries().Matches(About[About.IndexOf("\nERRORS", StringComparison.Ordinal)..])
        .ToDictionary(entry => entry.Groups["id"].Value, entry => Blanks().Replace(entry.Groups["text"].Value, " ").Trim());

    [Fact]
    public void About_tells_every_error_and_no_other() =>
        Assert.Equal(Enum.GetNames<ErrorId>().Order(StringComparer.Ordinal), Told.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void About_tells_the_category_and_the_advice_of_the_catalog() =>
        Assert.All(ErrorCatalog.Kinds, error =>
        {
            Assert.StartsWith($"{error.Value.Category}. ", Told[error.Key.ToString()], StringComparison.Ordinal);
            Assert.EndsWith(error.Value.RecommendedAction, Told[error.Key.ToString()], StringComparison.Ordinal);
        });

    [Fact]
    public void Every_error_has_a_category_and_an_advice()
    {
        Assert.Equal(Enum.GetValues<ErrorId>(), ErrorCatalog.Kinds.Keys.Order());
        Assert.All(ErrorCatalog.Kinds.Values, kind =>
        {
            Assert.NotEqual(ErrorCategory.NotSpecified, kind.Category);
            Assert.EndsWith(".", kind.RecommendedAction, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_error_is_raised_somewhere()
    {
        var code = string.Concat(Repository.Sources("src").Where(file => Path.GetFileName(file) is not "ErrorId.cs").Select(File.ReadAllText));

        Assert.All(Enum.GetNames<ErrorId>(), id => Assert.True(
            Regex.Count(code, $@"\bErrorId\.{id}\b") > 1, $"Nothing raises {id}: take it out of the catalog."));
    }

    [GeneratedRegex(@"^ {4}(?<id>[A-Z]\w+)\r?\n(?<text>(?: {6}.*\r?\n)+)", RegexOptions.Multiline)]
    private static partial Regex Entries();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
