using System.Management.Automation;
using System.Reflection;
using OnsDlq.Connection;

namespace OnsDlq.Tests.Conventions;

/// <summary>A cmdlet as seen by reflection.</summary>
internal sealed class CmdletFacts
{
    private CmdletFacts(Type type)
    {
        Type = type;
        Attribute = type.GetCustomAttribute<CmdletAttribute>()!;
        Parameters = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttributes<ParameterAttribute>().Any())
            .OrderBy(property => property.Name, StringComparer.Ordinal)];
    }

    public static IReadOnlyList<CmdletFacts> All { get; } = [.. Module.GetTypes()
        .Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null)
        .Select(type => new CmdletFacts(type))
        .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    public static Assembly Module => Assembly.Load("OnsDlq");

    public static Assembly Core => typeof(OnsDlqConnection).Assembly;

    public static TheoryData<string> Names => [.. All.Select(cmdlet => cmdlet.Name)];

    public Type Type { get; }

    public CmdletAttribute Attribute { get; }

    public string Name => $"{Attribute.VerbName}-{Attribute.NounName}";

    public IReadOnlyList<PropertyInfo> Parameters { get; }

    public IReadOnlyList<string> OutputTypes =>
        [.. Type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Name)];

    public static CmdletFacts Named(string name) => All.Single(cmdlet => cmdlet.Name == name);

    public static bool FromPipeline(PropertyInfo parameter) =>
        parameter.GetCustomAttributes<ParameterAttribute>().Any(attribute => attribute.ValueFromPipeline);

    public static bool FromPipelineByName(PropertyInfo parameter) =>
        parameter.GetCustomAttributes<ParameterAttribute>().Any(attribute => attribute.ValueFromPipelineByPropertyName);
}
