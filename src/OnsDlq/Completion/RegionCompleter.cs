using OnsDlq.Realms;

namespace OnsDlq.Completion;

/// <summary>Completes region IDs.</summary>
public sealed class RegionCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values() => Regions.Ids;
}
