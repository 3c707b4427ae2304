using System.Text;
using Microsoft.AspNetCore.Http;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Parses an HTTP request.</summary>
internal static class RequestReader
{
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Reads the whole request, including its body.</summary>
    public static async Task<ApiRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(request, cancellationToken);
        var isForm = request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) == true;
        return new ApiRequest
        {
            Method = request.Method.ToUpperInvariant(),
            Query = PercentEncoding.Pairs((request.QueryString.Value ?? "").TrimStart('?')),
            Form = isForm ? PercentEncoding.Pairs(Encoding.UTF8.GetString(body)) : [],
            Headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), Join, StringComparer.Ordinal),
            Body = body,
        };
    }

    private static string Join(KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> header) =>
        header.Value.Count == 1
            ? header.Value[0]!.Trim()
            : string.Join(", ", header.Value.Select(value => (value ?? "").Trim()).Order(StringComparer.Ordinal));

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength == 0) return [];
        using var memory = new MemoryStream();
        await request.Body.CopyToAsync(memory, cancellationToken);
        return memory.ToArray();
    }
}
