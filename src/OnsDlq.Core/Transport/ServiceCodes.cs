using System.Collections.Frozen;
using OnsDlq.Errors;

namespace OnsDlq.Transport;

/// <summary>The one table of error codes: the error ID of each, what it proves, what it means and what to do about it. Case-sensitive.</summary>
internal static class ServiceCodes
{
    private static readonly FrozenDictionary<string, ServiceCode> Single;
    private static readonly ServiceCode[] Families;

    static ServiceCodes()
    {
        All = [.. GatewayCodes.All, .. ProductCodes.All, .. ParameterCodes.All];
        Single = All.Where(row => row.Prefix is null).ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);
        Families = [.. All.Where(row => row.Prefix is not null)];
    }

    public static IReadOnlyList<ServiceCode> All { get; }

    /// <summary>The row of a code, else that of its family; null where neither is in the table.</summary>
    public static ServiceCode? Find(string? code)
    {
        if (code is null) return null;
        return Single.TryGetValue(code, out var row) ? row : ServiceCode.FamilyOf(code, Families);
    }

    /// <summary>The error ID of a code; <see cref="ErrorId.ServiceError"/> for an unknown code.</summary>
    public static ErrorId IdOf(string code) => Find(code)?.Id ?? ErrorId.ServiceError;
}
