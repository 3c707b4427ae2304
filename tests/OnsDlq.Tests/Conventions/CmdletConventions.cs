using System.Management.Automation;
using System.Reflection;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;

namespace OnsDlq.Tests.Conventions;

/// <summary>Rules for every cmdlet.</summary>
public sealed class CmdletConventions
{
    /// <summary>Verbs that neither send nor change anything outside the session.</summary>
    private static readonly HashSet<string> HarmlessVerbs = ["Connect", "Disconnect", "Get", "Measure", "Test", "Wait"];

    public static TheoryData<string> Cmdlets => CmdletFacts.Names;

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_cmdlet_is_a_sealed_class_named_for_its_verb_and_noun(string name)
    {
        var cmdlet = CmdletFacts.Named(name);

        Assert.True(cmdlet.Type.IsSealed, $"Seal {cmdlet.Type}.");
        Assert.Equal($"{cmdlet.Attribute.VerbName}{cmdlet.Attribute.NounName}Command", cmdlet.Type.Name);
        Assert.Equal("OnsDlq.Commands", cmdlet.Type.Namespace);
    }

    [Fact]
    public void What_commands_are_built_on_lies_in_one_folder()
    {
        var bases = CmdletFacts.Module.GetTypes().Where(type => type.IsAbstract && typeof(PSCmdlet).IsAssignableFrom(type));
        var built = CmdletFacts.Module.GetTypes().Where(type => type.Namespace == typeof(OnsDlqCommand).Namespace && !type.IsNested);

        Assert.Equal(built.OrderBy(type => type.Name), bases.OrderBy(type => type.Name));
    }

    [Fact]
    public void A_command_of_the_journal_cannot_make_a_connection_or_a_journal() => Assert.False(
        typeof(ServiceCommand).IsAssignableFrom(typeof(JournalCommand)), "Put what both need into ConnectionCommand, which makes nothing.");

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_an_approved_verb_and_a_singular_noun_with_the_prefix(string name)
    {
        var cmdlet = CmdletFacts.Named(name);

        Assert.True(ApprovedVerbs.Contains(cmdlet.Attribute.VerbName), $"{cmdlet.Attribute.VerbName} is not an approved verb: see Get-Verb.");
        Assert.StartsWith("OnsDlq", cmdlet.Attribute.NounName, StringComparison.Ordinal);
        Assert.False(
            cmdlet.Attribute.NounName.EndsWith('s') || cmdlet.Attribute.NounName.EndsWith("ies", StringComparison.Ordinal),
            $"{name}: a noun is singular.");
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_cmdlet_says_what_it_emits(string name)
    {
        var cmdlet = CmdletFacts.Named(name);

        Assert.True(
            cmdlet.OutputTypes.Count > 0 || cmdlet.Type.GetCustomAttributes<OutputTypeAttribute>().Any(),
            $"Give {cmdlet.Type.Name} an [OutputType]; [OutputType(typeof(void))] where it emits nothing.");
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_cmdlet_that_sends_or_changes_supports_ShouldProcess(string name)
    {
        var cmdlet = CmdletFacts.Named(name);
        if (HarmlessVerbs.Contains(cmdlet.Attribute.VerbName)) return;

        Assert.True(cmdlet.Attribute.SupportsShouldProcess, $"Set SupportsShouldProcess on {cmdlet.Type.Name} and ask it.");
    }

    [Theory]
    [InlineData("GroupId", typeof(GroupCompleter))]
    [InlineData("InstanceId", typeof(InstanceCompleter))]
    [InlineData("RegionId", typeof(RegionCompleter))]
    [InlineData("ProfileName", typeof(ProfileCompleter))]
    public void A_parameter_of_this_name_is_completed_wherever_it_is(string parameter, Type completer)
    {
        var found = CmdletFacts.All.SelectMany(cmdlet => cmdlet.Parameters.Where(one => one.Name == parameter)).ToArray();

        Assert.NotEmpty(found);
        Assert.All(found, one => Assert.Equal(completer, one.GetCustomAttribute<ArgumentCompleterAttribute>()?.Type));
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_time_means_the_same_in_every_culture(string name)
    {
        Type[] never = [typeof(DateTime), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan)];

        Assert.All(CmdletFacts.Named(name).Parameters, parameter =>
        {
            var type = parameter.PropertyType.GetElementType() ?? parameter.PropertyType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            Assert.False(
                never.Contains(type), $"-{parameter.Name} of {name}: text is bound to a {type.Name} by the culture. Take DateTimeOffset? with [TimeArgument].");
            Assert.True(
                type != typeof(DateTimeOffset) || parameter.GetCustomAttribute<TimeArgumentAttribute>() is not null,
                $"-{parameter.Name} of {name}: give it [TimeArgument], or text is bound by the culture.");
        });
    }

    [Fact]
    public void What_users_get_has_no_arrays_of_whose_text_only_a_type_would_be_left_in_a_CSV_file() => Assert.All(
        CmdletFacts.Core.GetExportedTypes().SelectMany(type => type.GetProperties()),
        property => Assert.False(
            property.PropertyType.IsArray && property.PropertyType != typeof(byte[]),
            $"{property.DeclaringType!.Name}.{property.Name}: make it a TextList, or a list with a text of its own."));

    [Fact]
    public void The_manifest_exports_every_cmdlet_and_no_other()
    {
        var manifest = Manifest.Read();

        Assert.Equal(CmdletFacts.All.Select(cmdlet => cmdlet.Name), manifest.CmdletsToExport.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Cmdlets))]
    public void A_parameter_set_name_is_a_constant(string name)
    {
        var cmdlet = CmdletFacts.Named(name);
        var constants = cmdlet.Type.GetFields(BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.FlattenHierarchy)
            .Where(field => field.IsLiteral).Select(field => field.GetRawConstantValue()).ToHashSet();
        var used = cmdlet.Parameters.SelectMany(parameter => parameter.GetCustomAttributes<ParameterAttribute>())
            .Select(attribute => attribute.ParameterSetName).Where(set => set != ParameterAttribute.AllParameterSets).Distinct();

        Assert.All(used, set => Assert.True(constants.Contains(set), $"Name parameter set '{set}' of {name} in a constant that is not public."));
    }

    private static readonly HashSet<string> ApprovedVerbs = [.. new[]
        {
            typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle),
            typeof(VerbsOther), typeof(VerbsSecurity),
        }.SelectMany(verbs => verbs.GetFields()).Select(field => (string)field.GetRawConstantValue()!)];
}
