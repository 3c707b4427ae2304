using System.Text.Json;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

/// <summary>Makes answers of JSON.</summary>
internal static class Answer
{
    /// <summary>A 200 answer.</summary>
    public static ServiceAnswer Of(string json) => new(200, "R-1", JsonDocument.Parse(json).RootElement, null, 1);
}
