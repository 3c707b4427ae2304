using System.Reflection;

namespace OnsDlq.Tests.Conventions;

/// <summary>
/// The statuses and reasons of public objects are text, and have constants: an enum would come back from a file, a job or JSON as a number.
/// </summary>
public sealed class PublicTextConventions
{
    [Theory]
    [InlineData("StatusName", "ResendStatus,AttemptStatus")]
    [InlineData("ReasonName", "SkipReason")]
    [InlineData("SourceName", "OutcomeSource")]
    [InlineData("VerdictName", "EvidenceVerdict")]
    [InlineData("EvidenceReasonName", "EvidenceReason")]
    public void The_constants_are_the_names_of_the_enum(string constants, string enums)
    {
        var named = CmdletFacts.Core.GetType("OnsDlq.Messages." + constants, throwOnError: true)!.GetFields()
            .Select(field => (field.Name, (string?)field.GetRawConstantValue()));
        var values = enums.Split(',').SelectMany(name => Enum.GetNames(CmdletFacts.Core.GetType("OnsDlq.Messages." + name, throwOnError: true)!))
            .Distinct().Select(name => (name, (string?)name));

        Assert.Equal(values.Order(), named.Order());
    }

    [Fact]
    public void No_public_object_has_an_enum_or_a_span_of_time() => Assert.DoesNotContain(
        CmdletFacts.Core.GetExportedTypes().Where(type => !type.IsAssignableTo(typeof(Exception)))
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)),
        property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { } type && (type.IsEnum || type == typeof(TimeSpan)));
}
