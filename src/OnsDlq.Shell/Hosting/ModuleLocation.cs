using System.Reflection;

namespace OnsDlq.Shell.Hosting;

/// <summary>Where the module is that the shell imports.</summary>
internal static class ModuleLocation
{
    /// <summary>The manifest's path: beside the shell where it is shipped together, otherwise where the build staged it; null where neither exists.</summary>
    public static string? Find() => Candidates().FirstOrDefault(File.Exists);

    /// <summary>Every place that is looked at, the preferred first.</summary>
    public static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "OnsDlq", "OnsDlq.psd1");
        var staged = typeof(ModuleLocation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(data => data.Key == "StagedModule")?.Value;
        if (staged is not null)
        {
            yield return Path.Combine(staged, "OnsDlq.psd1");
        }
    }
}
