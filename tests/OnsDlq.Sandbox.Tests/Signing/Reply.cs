using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace OnsDlq.Sandbox.Tests.Signing;

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(int Status, string Text, string? ContentType, HttpResponseHeaders Headers)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string? Code => (string?)Json[nameof(Code)];

    public string? Message => (string?)Json[nameof(Message)];

    public static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Reply((int)response.StatusCode, text, response.Content.Headers.ContentType?.ToString(), response.Headers);
    }
}
