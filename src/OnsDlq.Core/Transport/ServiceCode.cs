using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>One error code of the service, or a family of them: one row of the table that everything known of codes is read from.</summary>
/// <param name="Name">The code. A family ends with an asterisk: every code that begins so and is not in the table itself.</param>
/// <param name="Id">Which error a call that is answered with it is.</param>
/// <param name="Proof">What it proves of a call.</param>
/// <param name="Meaning">What it says, in a sentence.</param>
/// <param name="Source">Where that is written.</param>
/// <param name="Advice">
/// What to do, where the general words for the error can be bettered; null where they will do. <see cref="Permission"/> in it stands
/// for the permission that the call needs.
/// </param>
internal sealed record ServiceCode(string Name, ErrorId Id, CodeProof Proof, string Meaning, string Source, string? Advice = null)
{
    /// <summary>What an advice has where the permission belongs.</summary>
    public const string Permission = "{permission}";

    /// <summary>The advice where nothing but a permission is missing.</summary>
    public const string GrantPermission =
        $"Have {Permission} granted to the RAM user or role for this instance and group, and check that both belong to the account.";

    /// <summary>What a family's name begins with; null for a single code.</summary>
    public string? Prefix => Name.EndsWith('*') ? Name[..^1] : null;

    /// <summary>The row of the narrowest family that a code belongs to; null where it belongs to none.</summary>
    public static ServiceCode? FamilyOf(string code, IEnumerable<ServiceCode> rows) => rows
        .Where(row => row.Prefix is { } prefix && code.StartsWith(prefix, StringComparison.Ordinal)).MaxBy(row => row.Name.Length);
}
