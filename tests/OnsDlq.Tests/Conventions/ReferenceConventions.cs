using System.Reflection;
using System.Xml.Linq;

namespace OnsDlq.Tests.Conventions;

/// <summary>The references between the assemblies are those of the design.</summary>
public sealed class ReferenceConventions
{
    [Fact]
    public void Core_references_the_runtime_alone()
    {
        var strangers = References(CmdletFacts.Core).Where(name => !IsRuntime(name));

        Assert.True(!strangers.Any(), $"OnsDlq.Core shares PowerShell's load context and references {string.Join(", ", strangers)}: take it out.");
        Assert.Empty(Packages("src", "OnsDlq.Core", "OnsDlq.Core.csproj"));
    }

    [Fact]
    public void The_cmdlets_reference_the_runtime_PowerShell_and_Core_alone()
    {
        var strangers = References(CmdletFacts.Module).Where(name => !IsRuntime(name) && name is not ("System.Management.Automation" or "OnsDlq.Core"));

        Assert.Empty(strangers);
        Assert.Equal(["PowerShellStandard.Library"], Packages("src", "OnsDlq", "OnsDlq.csproj"));
    }

    [Fact]
    public void The_sandbox_references_nothing_of_ours()
    {
        var project = XDocument.Load(Repository.PathOf("src", "OnsDlq.Sandbox", "OnsDlq.Sandbox.csproj"));

        Assert.Empty(project.Descendants("ProjectReference"));
        Assert.Empty(project.Descendants("PackageReference"));
    }

    [Theory]
    [InlineData("OnsDlq")]
    [InlineData("OnsDlq.Core")]
    public void An_assembly_carries_the_version_of_the_manifest(string assembly) =>
        Assert.Equal(Manifest.Read().ModuleVersion, Assembly.Load(assembly).GetName().Version!.ToString(3));

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static IEnumerable<string> Packages(params string[] project) =>
        XDocument.Load(Repository.PathOf(project)).Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value);

    private static bool IsRuntime(string name) =>
        File.Exists(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), $"{name}.dll"));
}
