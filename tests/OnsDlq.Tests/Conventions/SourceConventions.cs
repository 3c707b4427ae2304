using System.Text.RegularExpressions;

namespace OnsDlq.Tests.Conventions;

/// <summary>The house rules for files and folders.</summary>
public sealed partial class SourceConventions
{
    private static readonly string[] KindFolders = ["Helper", "Helpers", "Util", "Utils", "Utilities", "Common", "Misc", "Models"];

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var long_ = Files().Where(file => File.ReadLines(file).Count() > 400).Select(Relative);

        Assert.True(!long_.Any(), $"Split {string.Join(", ", long_)} by concept.");
    }

    [Fact]
    public void No_line_is_wider_than_160_columns_but_for_a_text()
    {
        var wide = from file in Files()
                   from line in CodeLines(file)
                   where line.Text.Length > 160 && !line.Text.Contains('"', StringComparison.Ordinal)
                   select $"{Relative(file)}({line.Number})";

        Assert.True(!wide.Any(), $"Break {string.Join(", ", wide)}.");
    }

    [Fact]
    public void No_cmdlet_is_longer_than_150_lines()
    {
        var long_ = Directory.EnumerateFiles(Repository.PathOf("src", "OnsDlq", "Commands"), "*.cs")
            .Where(file => File.ReadLines(file).Count() > 150).Select(Relative);

        Assert.True(!long_.Any(), $"{string.Join(", ", long_)}: a cmdlet turns parameters into options, calls the engine and emits; move the rest.");
    }

    [Fact]
    public void A_folder_is_named_for_a_concept()
    {
        var kinds = Files().SelectMany(file => Relative(file).Split(Path.DirectorySeparatorChar)[..^1]).Distinct().Intersect(KindFolders);

        Assert.True(!kinds.Any(), $"Name these folders for what they are about: {string.Join(", ", kinds)}.");
    }

    [Fact]
    public void A_file_holds_one_top_level_type_named_as_the_file()
    {
        var wrong = from file in Repository.Sources("src")
                    let names = TopLevelType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Distinct().ToArray()
                    let expected = Path.GetFileNameWithoutExtension(file).Split('.')[0]
                    where expected is not ("Program" or "AssemblyInfo") && (names.Length != 1 || names[0] != expected)
                    select $"{Relative(file)} holds {string.Join(", ", names)}";

        Assert.True(!wrong.Any(), $"One type a file, named as the file: {string.Join("; ", wrong)}.");
    }

    [Fact]
    public void Two_types_of_one_assembly_do_not_share_a_name()
    {
        var shared = from file in Repository.Sources("src")
                     let place = Relative(file).Split(Path.DirectorySeparatorChar)
                     where place.Length > 3 || place[^1] != "Program.cs"
                     group Relative(file) by (Assembly: place[1], Name: place[^1]) into same
                     where same.Count() > 1
                     select string.Join(" and ", same);

        Assert.True(!shared.Any(), $"Name each for what it is: {string.Join("; ", shared)}.");
    }

    [Fact]
    public void No_unfinished_mark_is_left()
    {
        var marked = Files().Where(file => !file.EndsWith("SourceConventions.cs", StringComparison.Ordinal))
            .Where(file => UnfinishedMark().IsMatch(File.ReadAllText(file))).Select(Relative);

        Assert.True(!marked.Any(), $"Finish what is marked in {string.Join(", ", marked)}.");
    }

    // The content of a raw string literal is text, not code.
    private static IEnumerable<(int Number, string Text)> CodeLines(string file)
    {
        const string Raw = "\"\"\"";
        var (number, isText) = (0, false);
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (!isText) yield return (number, line);
            if (line.Split(Raw).Length % 2 == 0) isText = !isText;
        }
    }

    private static IEnumerable<string> Files() => Repository.Sources("src").Concat(Repository.Sources("tests"));

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|record\s+struct|record|struct|interface|enum|delegate\s+\S+)\s+(?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|new NotImplementedException)\b")]
    private static partial Regex UnfinishedMark();
}
