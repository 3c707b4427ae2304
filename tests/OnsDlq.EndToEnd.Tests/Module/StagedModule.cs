using System.Reflection;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>The module as it is shipped, in the real engine.</summary>
internal static class StagedModule
{
    public static string Manifest { get; } = Path.Combine(
        typeof(StagedModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "StagedModule").Value!, "OnsDlq.psd1");

    public static ModuleSession Open(ScriptedHost? host = null) => ModuleSession.Open(Manifest, host);
}
