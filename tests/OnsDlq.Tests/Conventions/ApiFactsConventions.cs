using System.Text.RegularExpressions;

namespace OnsDlq.Tests.Conventions;

/// <summary>Every section of src/OnsDlq.Core/ons-api.md that the code cites exists.</summary>
public sealed partial class ApiFactsConventions
{
    private static readonly string Facts = Repository.Read("src", "OnsDlq.Core", "ons-api.md");

    private static readonly HashSet<string> Sections =
        [.. Heading().Matches(Facts).Select(match => match.Groups["section"].Value.ToLowerInvariant())];

    [Fact]
    public void Every_section_that_is_cited_exists()
    {
        var wrong = from file in Repository.Sources("src").Concat(Repository.Sources("tests"))
                    where Path.GetFileNameWithoutExtension(file) != nameof(ApiFactsConventions)
                    from unknown in Unknown(File.ReadAllText(file))
                    select $"{Path.GetRelativePath(Repository.Root, file)}: {unknown}";

        Assert.True(!wrong.Any(), $"Cite a section of src/OnsDlq.Core/ons-api.md, as in 'ons-api facts 4.2': {string.Join("; ", wrong)}.");
    }

    [Theory]
    [InlineData("(ons-api facts 1.1 to 1.3, 99.6, 4.2)", "99.6")]
    [InlineData("(ons-api facts 1.1 and 1.99).", "1.99")]
    [InlineData("is so (ons-api facts\n    /// 99.1), as seen", "99.1")]
    [InlineData("new(\"ons-api facts 2.1 (2018)\")", "")]
    [InlineData("(ons-api facts, readings)", "")]
    [InlineData("(ons-api facts)", "no section")]
    [InlineData("(ons-api facts 0; 3)", "")]
    public void A_section_that_does_not_exist_is_named(string source, string expected) =>
        Assert.Equal(expected, string.Join(", ", Unknown(source)));

    [Theory]
    [InlineData("OnsDlq.Core.Tests", "Signing", "SignatureV1VectorTests.cs")]
    [InlineData("OnsDlq.Core.Tests", "Signing", "SignatureV3VectorTests.cs")]
    [InlineData("OnsDlq.Sandbox.Tests", "Protocol", "SignatureVectorTests.cs")]
    public void Every_signature_that_a_test_expects_has_its_source_there(params string[] file)
    {
        var expected = Signature().Matches(Repository.Read(["tests", .. file])).Select(match => match.Groups["value"].Value).ToArray();

        Assert.NotEmpty(expected);
        Assert.DoesNotContain(expected, signature => !Facts.Contains(signature, StringComparison.Ordinal));
    }

    // A citation may continue in the next line of the comment.
    private static IEnumerable<string> Unknown(string source) =>
        from Match citation in Citation().Matches(CommentBreak().Replace(source, " "))
        let cited = citation.Groups["section"].Captures.Select(capture => capture.Value).DefaultIfEmpty("no section")
        from section in cited
        where !Sections.Contains(section)
        select section;

    [GeneratedRegex(@"^#+ (?<section>\d+(?:\.\d+)?|Readings)\b", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"ons-api\b(?:(?:\s+facts)?(?:,|;|\s+to|\s+and)?\s+(?<section>\d+(?:\.\d+)?|readings)\b)*")]
    private static partial Regex Citation();

    [GeneratedRegex(@"\s*\n\s*//+")]
    private static partial Regex CommentBreak();

    [GeneratedRegex("\"(?<value>[0-9a-f]{64}|[A-Za-z0-9+/]{27}=)\"")]
    private static partial Regex Signature();
}
