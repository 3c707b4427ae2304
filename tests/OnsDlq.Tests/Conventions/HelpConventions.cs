using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using OnsDlq.Resend;

namespace OnsDlq.Tests.Conventions;

/// <summary>
/// Checks of the generated help that the build cannot make. The build itself checks that each parameter has a doc comment and each command
/// its file in en-US, and that these files describe nothing that does not exist; the output of Get-Help is tested in pwsh.
/// </summary>
public sealed class HelpConventions
{
    public static TheoryData<string> Cmdlets => CmdletFacts.Names;

    public static TheoryData<string> Topics => [.. Staged("about_*")];

    [Fact]
    public void There_is_help_for_every_cmdlet_and_no_other() => Assert.Equal(
        CmdletFacts.All.Select(cmdlet => cmdlet.Name), HelpEntry.All.Select(entry => entry.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_module_has_no_help_but_what_Get_Help_reads() =>
        Assert.Equal(["OnsDlq.dll-Help.xml", .. Staged("about_*.help.txt")], Staged("*"));

    [Theory, MemberData(nameof(Cmdlets))]
    public void An_example_of_a_cmdlet_shows_the_cmdlet(string name) =>
        Assert.All(HelpEntry.Of(name).Examples, example => Assert.Contains(name, example, StringComparison.Ordinal));

    [Theory, MemberData(nameof(Cmdlets))]
    public void Help_tells_the_default_that_a_parameter_really_has(string name)
    {
        var cmdlet = CmdletFacts.Named(name);
        using var instance = (IDisposable)Activator.CreateInstance(cmdlet.Type)!;
        var real = cmdlet.Parameters.ToDictionary(parameter => parameter.Name, parameter => Default(parameter, instance));

        Assert.Equal(
            real.Where(parameter => parameter.Value.Length > 0).OrderBy(parameter => parameter.Key, StringComparer.Ordinal),
            HelpEntry.Of(name).Defaults.OrderBy(parameter => parameter.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Help_of_Override_names_every_protection_that_can_be_lifted() => Assert.All(
        LiftableAttribute.Names,
        name => Assert.Contains(name, HelpEntry.Of("Invoke-OnsDlqResend").Description("Override"), StringComparison.Ordinal));

    [Theory, MemberData(nameof(Topics))]
    public void A_line_of_an_about_topic_fits_a_console_of_80_columns(string topic) => Assert.All(
        File.ReadLines(Path.Combine(Repository.StagedModule, "en-US", topic)),
        line => Assert.True(line.Length <= 80, $"Break this line of {topic}: {line}"));

    private static IEnumerable<string> Staged(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.StagedModule, "en-US"), pattern)
            .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>The default of a parameter, as a user would type it; empty if it has none, or is mandatory.</summary>
    private static string Default(PropertyInfo parameter, object cmdlet) =>
        parameter.GetCustomAttributes<ParameterAttribute>().Any(attribute => attribute.Mandatory) ? "" : parameter.GetValue(cmdlet) switch
        {
            null => "",
            string text => text,
            SwitchParameter given => given ? "True" : "False",
            IEnumerable list => string.Join(", ", list.Cast<object>()),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
