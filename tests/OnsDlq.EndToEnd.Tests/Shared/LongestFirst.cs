using OnsDlq.EndToEnd.Tests.Consoles;
using OnsDlq.EndToEnd.Tests.Module;
using OnsDlq.EndToEnd.Tests.Packaging;
using OnsDlq.EndToEnd.Tests.Pester;
using OnsDlq.EndToEnd.Tests.Proof;
using OnsDlq.EndToEnd.Tests.Shared;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace OnsDlq.EndToEnd.Tests.Shared;

/// <summary>Starts the slowest classes first, because a slow class that starts last runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Long =
    [
        typeof(PesterTests), typeof(BuildScriptTests), typeof(StopTests), typeof(SuspendTests), typeof(KillTests), typeof(JournalFilesTests),
        typeof(OtherRunspaceTests), typeof(ReadmeScriptTests), typeof(CompleteListingTests), typeof(ProxyPasswordTests),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        // The collection of a class is named after it.
        var place = Array.FindIndex(Long, type => collection.TestCollectionDisplayName.Contains(type.FullName!, StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
