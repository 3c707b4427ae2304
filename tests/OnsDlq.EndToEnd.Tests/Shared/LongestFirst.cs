using OnsDlq.EndToEnd.Tests.Consoles;
using OnsDlq.EndToEnd.Tests.Module;
using OnsDlq.EndToEnd.Tests.Packaging;
using OnsDlq.EndToEnd.Tests.Pester;
using OnsDlq.EndToEnd.Tests.Proof;
using OnsDlq.EndToEnd.Tests.Shared;
using OnsDlq.EndToEnd.Tests.Shell;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace OnsDlq.EndToEnd.Tests.Shared;

/// <summary>
/// Starts the slowest classes first, because a slow class that starts last runs alone at the end. xunit gives all to the thread pool at once, which takes
/// what waits for its turn from either end: so the other slow ones are in the middle of the rest.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Long =
    [
        typeof(PesterTests), typeof(BuildScriptTests), typeof(ReadmeScriptTests), typeof(KillTests), typeof(SuspendTests), typeof(StopTests),
        typeof(DatabaseAwayTests), typeof(TeamKillTests), typeof(OtherRunspaceTests), typeof(CompleteListingTests), typeof(JournalFilesTests),
        typeof(ReadmeSnippetTests), typeof(ProxyPasswordTests), typeof(ArchiveProofTests), typeof(ClocksApartTests), typeof(ManyProcessesTests),
        typeof(BadInputTests), typeof(SandboxCommandTests), typeof(CanaryKillTests), typeof(ShellTests), typeof(PostgresJournalTests),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        var slow = testCollections.Where(collection => Place(collection) < Long.Length).OrderBy(Place).ToArray();
        var rest = testCollections.Except(slow).ToArray();
        var (sideBySide, half) = (3 * Environment.ProcessorCount, rest.Length / 2);
        return [.. slow.Take(sideBySide), .. rest[..half], .. slow.Skip(sideBySide), .. rest[half..]];
    }

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        // The collection of a class is named after it.
        var place = Array.FindIndex(Long, type => collection.TestCollectionDisplayName.Contains(type.FullName!, StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
