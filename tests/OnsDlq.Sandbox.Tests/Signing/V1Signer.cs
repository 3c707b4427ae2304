using System.Security.Cryptography;
using System.Text;

namespace OnsDlq.Sandbox.Tests.Signing;

/// <summary>Signs with Signature V1, with code that the sandbox does not share.</summary>
internal static class V1Signer
{
    public static string StringToSign(string method, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var sorted = new SortedDictionary<string, string>(parameters.ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal);
        var query = string.Join("&", sorted.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        return $"{method}&{Uri.EscapeDataString("/")}&{Uri.EscapeDataString(query)}";
    }

    public static string Sign(string method, IEnumerable<KeyValuePair<string, string>> parameters, string secret)
    {
        using var hmac = new HMACSHA1(Encoding.UTF8.GetBytes(secret + "&"));
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(StringToSign(method, parameters))));
    }
}
