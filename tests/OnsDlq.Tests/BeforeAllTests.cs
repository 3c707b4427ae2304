using System.Runtime.CompilerServices;
using OnsDlq.TestKit;

namespace OnsDlq.Tests;

/// <summary>What is done once, before any test.</summary>
internal static class BeforeAllTests
{
    [ModuleInitializer]
    internal static void Prepare()
    {
        CleanEnvironment.Clear();
        ShortLives.Prepare();
    }
}
