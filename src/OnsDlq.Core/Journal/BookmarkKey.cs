namespace OnsDlq.Journal;

/// <summary>Which bookmark: each name has one for each consumer group and each set of filters.</summary>
/// <param name="Realm">The service's name in the journal: see <see cref="Realms.Realm"/>.</param>
/// <param name="InstanceId">The instance; empty where it is not known.</param>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Filters">A digest of the filters; empty for none.</param>
internal sealed record BookmarkKey(string Realm, string InstanceId, string GroupId, string Name, string Filters)
{
    /// <summary>The name, in lower case: two spellings of one name must not be two bookmarks.</summary>
    public string Name { get; } = Name.ToLowerInvariant();

    /// <summary>Whether both are one bookmark. As for messages, the case of instance and group is ignored.</summary>
    public bool Equals(BookmarkKey? other) =>
        other is not null && Realm == other.Realm && Name == other.Name && Filters == other.Filters
        && InstanceId.Equals(other.InstanceId, StringComparison.OrdinalIgnoreCase)
        && GroupId.Equals(other.GroupId, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Filters);
}
