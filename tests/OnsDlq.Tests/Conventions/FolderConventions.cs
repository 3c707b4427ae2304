using System.Text.RegularExpressions;

namespace OnsDlq.Tests.Conventions;

/// <summary>The engine's folders have an order: each uses only those before it, so that there are no circular dependencies.</summary>
public sealed partial class FolderConventions
{
    private const string Core = "OnsDlq.Core";

    // src/README.md says what each is for.
    private static readonly string[] Order =
    [
        "Files", "Errors", "Realms", "Messages", "Signing", "Credentials", "Pace", "Transport", "Discovery", "Operations", "Permissions",
        "Consumers", "Holders", "Journal", "Moving", "Connection", "Listing", "Resend", "Evidence", "Summary", "Archive", "Report",
    ];

    [Fact]
    public void Every_folder_has_its_place()
    {
        var folders = Files().Select(file => file.Folder).Where(folder => folder.Length > 0).Distinct();

        Assert.Equal(Order.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_readme_of_the_sources_tells_each_in_its_place() =>
        Assert.Equal(Order, FolderRow().Matches(Repository.Read("src", "README.md")).Select(match => match.Groups["folder"].Value));

    [Fact]
    public void No_file_uses_a_folder_after_its_own()
    {
        var wrong = from file in Files()
                    from used in Used(File.ReadAllText(file.Path))
                    where Array.IndexOf(Order, used) > PlaceOf(file.Folder)
                    select $"{Path.GetRelativePath(Repository.Root, file.Path)} uses {used}";

        Assert.True(!wrong.Any(), $"Move what is shared to a folder before both: {string.Join("; ", wrong)}.");
    }

    [Fact]
    public void Whatever_way_a_folder_is_used_it_is_seen() => Assert.Equal(
        ["Journal", "Listing", "Resend", "Summary"],
        Used("using OnsDlq.Listing;\nusing static OnsDlq.Summary.A;\nnamespace OnsDlq.Pace;\n/// <see cref=\"Journal.Claim\"/>\nOnsDlq.Resend.B b; x.Discovery.C();").Order());

    // Types outside any folder may be used by all.
    private static int PlaceOf(string folder) => folder.Length == 0 ? -1 : Array.IndexOf(Order, folder);

    private static IEnumerable<(string Path, string Folder)> Files() =>
        from file in Repository.Sources(Path.Combine("src", Core))
        let parts = Path.GetRelativePath(Repository.PathOf("src", Core), file).Split(Path.DirectorySeparatorChar)
        select (file, parts.Length > 1 ? parts[0] : "");

    private static IEnumerable<string> Used(string source) =>
        FolderName().Matches(NamespaceLine().Replace(source, "")).Select(match => match.Groups["folder"].Value).Where(Order.Contains).Distinct();

    [GeneratedRegex(@"(?:\bOnsDlq\.|(?<![\w.]))(?<folder>[A-Z]\w+)(?=[.;]\s*[A-Z\r\n]|;\s*$)", RegexOptions.Multiline)]
    private static partial Regex FolderName();

    [GeneratedRegex(@"^\| `(?<folder>\w+)/` \| \S", RegexOptions.Multiline)]
    private static partial Regex FolderRow();

    [GeneratedRegex(@"^namespace .*$", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
