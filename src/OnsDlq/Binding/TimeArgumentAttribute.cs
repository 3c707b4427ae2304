using System.Management.Automation;
using OnsDlq.Formatting;

namespace OnsDlq.Binding;

/// <summary>
/// Binds times: dates unchanged, and text that means the same in every culture. PowerShell itself parses text for a compiled command with the
/// session's culture, so the same text would mean another year in Thailand, or another month in Germany.
/// </summary>
internal sealed class TimeArgumentAttribute : ArgumentTransformationAttribute
{
    private const string Advice =
        "Write it as '2026-11-23 08:00' (local time), '2026-11-23T08:00Z' or '2026-11-23T08:00+08:00', or give a date, such as ([datetime]::Now.AddHours(-6)).";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            DateTimeOffset time => time,
            DateTime date => TimeText.Of(date),
            string text => TimeText.Read(text) ?? throw Refusal($"'{Printable.Of(text)}' is no time that means the same in every culture."),
            null => throw Refusal("There is no time: the value is null. Leave the parameter out where none is meant."),
            var other => throw Refusal($"'{Printable.Of(other)}' is of type {other.GetType().Name}, which is no time."),
        };

    private static ArgumentTransformationMetadataException Refusal(string why) => new($"{why} {Advice}");
}
