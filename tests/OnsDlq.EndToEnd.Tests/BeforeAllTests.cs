using System.Runtime.CompilerServices;
using OnsDlq.TestKit;

namespace OnsDlq.EndToEnd.Tests;

/// <summary>What is done once, before all tests.</summary>
internal static class BeforeAllTests
{
    [ModuleInitializer]
    internal static void Prepare()
    {
        CleanEnvironment.Clear();
        ShortLives.Prepare();
    }
}
