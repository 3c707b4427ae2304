using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Conventions;

/// <summary>The manifest is valid for the staged module.</summary>
public sealed class ManifestConventions
{
    [Fact]
    public async Task The_staged_manifest_passes_Test_ModuleManifest()
    {
        using var session = new ModuleSession(modulePath: null);

        var run = await session.RunAsync(
            $"Test-ModuleManifest '{Path.Combine(Repository.StagedModule, "OnsDlq.psd1")}' | ForEach-Object {{ $_.Version.ToString() }}");

        Assert.Empty(run.Errors);
        Assert.Equal(Manifest.Read().ModuleVersion, Assert.Single(run.Output).ToString());
    }
}
