using System.Diagnostics;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>Waits for what a server does, which tells nobody: it is asked again and again.</summary>
internal static class Until
{
    // Only what never comes takes so long.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task IsTrueAsync(Func<Task<bool>> ask)
    {
        for (var began = Stopwatch.GetTimestamp(); !await ask();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Longest, "It does not come.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
