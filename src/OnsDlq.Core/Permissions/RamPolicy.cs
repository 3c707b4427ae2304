using System.Text;
using System.Text.Json;
using OnsDlq.Operations;

namespace OnsDlq.Permissions;

/// <summary>Writes the least RAM policy for what a user wants to do. A pure function.</summary>
internal static class RamPolicy
{
    /// <summary>The longest document that RAM accepts, in characters (help page ram CreatePolicy).</summary>
    public const int LongestDocument = 6144;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Writes the policy as JSON.</summary>
    /// <param name="scopes">On what it permits something; at least one.</param>
    /// <param name="purposes">What it permits, beside the listing.</param>
    /// <param name="regionId">The region; null for every region.</param>
    public static string Write(IReadOnlyCollection<PolicyScope> scopes, IReadOnlyCollection<PolicyPurpose> purposes, string? regionId)
    {
        ArgumentOutOfRangeException.ThrowIfZero(scopes.Count);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Indented))
        {
            json.WriteStartObject();
            json.WriteString("Version", "1");
            json.WriteStartArray("Statement");
            foreach (var statement in Statements(scopes, purposes, regionId)) Write(json, statement);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    // Actions with the same resources share a statement.
    private static IEnumerable<Statement> Statements(
        IReadOnlyCollection<PolicyScope> scopes, IReadOnlyCollection<PolicyPurpose> purposes, string? regionId) =>
        from row in Rows(purposes)
        from scope in scopes
        where !ListsGroups(row) || scope.GroupId is null
        group scope.Names(row.Resource) by row.Action into one
        let names = one.SelectMany(names => names).Distinct(StringComparer.Ordinal).ToArray()
        let resources = (names.Contains(PolicyScope.Any) ? [PolicyScope.Any] : names).Select(name => $"acs:mq:{regionId ?? PolicyScope.Any}:*:{name}").ToArray()
        group (Action: one.Key!, Resources: resources) by string.Join(' ', resources) into same
        select new Statement([.. same.Select(one => one.Action)], same.First().Resources);

    private static IEnumerable<OperationPermission> Rows(IReadOnlyCollection<PolicyPurpose> purposes) =>
    [
        .. OperationPermissions.All.Where(row => row.Action is not null && (row.Purpose == PolicyPurpose.Listing || purposes.Contains(row.Purpose))),
        .. OperationPermissions.Dependent.Select(action => new OperationPermission("", PolicyPurpose.Listing, action, PolicyResource.Instance)),
    ];

    // Whoever names the group need not list the groups there are.
    private static bool ListsGroups(OperationPermission row) => row.Operation == GroupListCodec.Action;

    private static void Write(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartObject();
        json.WriteString("Effect", "Allow");
        Write(json, "Action", statement.Actions);
        Write(json, "Resource", statement.Resources);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private sealed record Statement(string[] Actions, string[] Resources);
}
