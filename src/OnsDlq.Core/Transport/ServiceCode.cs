using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>One row of the table of the service's error codes: a code, or a family of codes.</summary>
/// <param name="Name">The code, or a prefix with an asterisk for a family: all codes with that prefix that have no row of their own.</param>
/// <param name="Id">The error ID of a call that is answered with it.</param>
/// <param name="Proof">What it proves about a call.</param>
/// <param name="Meaning">What it means, in one sentence.</param>
/// <param name="Source">Where that is documented.</param>
/// <param name="Advice">
/// What to do, where there is better advice than that of the error ID; null for that. <see cref="Permission"/> in it is a placeholder for the
/// permission that the call needs.
/// </param>
internal sealed record ServiceCode(string Name, ErrorId Id, CodeProof Proof, string Meaning, string Source, string? Advice = null)
{
    /// <summary>The placeholder for the permission in an advice.</summary>
    public const string Permission = "{permission}";

    /// <summary>The advice where only a permission is missing.</summary>
    public const string GrantPermission =
        $"Have {Permission} granted to the RAM user or role for this instance and group, and check that both belong to the account.";

    /// <summary>The prefix of a family; null for a single code.</summary>
    public string? Prefix => Name.EndsWith('*') ? Name[..^1] : null;

    /// <summary>The row of the family with the longest matching prefix; null where there is none.</summary>
    public static ServiceCode? FamilyOf(string code, IEnumerable<ServiceCode> rows) => rows
        .Where(row => row.Prefix is { } prefix && code.StartsWith(prefix, StringComparison.Ordinal)).MaxBy(row => row.Name.Length);
}
