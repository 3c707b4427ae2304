using OnsDlq.Help;
using OnsDlq.Tests.Conventions;

namespace OnsDlq.Tests.Composing;

public sealed class HelpFilesTests : IDisposable
{
    private static readonly string Module = CmdletFacts.Module.Location;

    private readonly string _prose = Directory.CreateTempSubdirectory("onsdlq-prose-").FullName;

    public HelpFilesTests()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("en-US")))
            File.Copy(file, Path.Combine(_prose, Path.GetFileName(file)));
    }

    [Fact]
    public void The_staged_help_is_what_the_sources_of_now_give()
    {
        var staged = Directory.EnumerateFiles(Path.Combine(Repository.StagedModule, "en-US"))
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

        Assert.Equal(
            HelpFiles.Compose(Module, Sample.References, _prose).OrderBy(file => file.Key, StringComparer.Ordinal),
            staged.OrderBy(file => file.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_command_that_nobody_wrote_about_stops_the_build()
    {
        var file = Path.Combine(_prose, "Get-OnsDlqResend.md");
        File.Delete(file);

        Assert.StartsWith($"{file}: error HELP: ", Assert.Throws<HelpException>(Compose).ForTheBuild, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_about_a_command_that_does_not_exist_stops_the_build()
    {
        var file = Path.Combine(_prose, "Get-OnsDlqNothing.md");
        File.WriteAllText(file, "# Get-OnsDlqNothing\n");

        Assert.StartsWith($"{file}: error HELP: ", Assert.Throws<HelpException>(Compose).ForTheBuild, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_stops_the_build()
    {
        var file = Path.Combine(_prose, "Get-OnsDlqResend.md");
        File.AppendAllText(file, "- Get-OnsDlqNothing\n");

        var error = Assert.Throws<HelpException>(Compose);

        Assert.StartsWith($"{file}({File.ReadLines(file).Count()}): error HELP: ", error.ForTheBuild, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_prose, recursive: true);

    private void Compose() => HelpFiles.Compose(Module, Sample.References, _prose);
}
