using System.Text.Json;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

/// <summary>Creates answers from JSON.</summary>
internal static class Answer
{
    public static ServiceAnswer Of(string json) => new(200, "R-1", JsonDocument.Parse(json).RootElement, null, 1);
}
