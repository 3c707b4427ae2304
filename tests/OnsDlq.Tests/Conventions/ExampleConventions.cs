using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace OnsDlq.Tests.Conventions;

/// <summary>Every example in the documents can be parsed, and names commands and parameters that exist.</summary>
public sealed partial class ExampleConventions
{
    public static TheoryData<string, string> Examples =>
    [
        .. HelpEntry.All.SelectMany(entry => entry.Examples.Select(example => ($"help of {entry.Name}", example))),
        .. Fences().Matches(Repository.Read("README.md")).Select(fence => ("README.md", fence.Groups["code"].Value)),
        .. Directory.EnumerateFiles(Path.Combine(Repository.StagedModule, "en-US"), "about_*.help.txt")
            .SelectMany(file => AboutExamples(file).Select(example => (Path.GetFileName(file), example))),
    ];

    [Theory, MemberData(nameof(Examples))]
    public void An_example_parses_and_names_what_exists(string source, string example)
    {
        var script = Parser.ParseInput(example, out _, out var errors);

        Assert.True(errors.Length == 0, $"{source}: {string.Join("; ", errors.Select(error => error.Message))}\n{example}");
        foreach (var command in script.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (command.GetCommandName() is { } name && name.Contains("-OnsDlq", StringComparison.OrdinalIgnoreCase))
                CheckParameters(source, name, command);
        }
    }

    private static void CheckParameters(string source, string name, CommandAst command)
    {
        var cmdlet = CmdletFacts.All.SingleOrDefault(cmdlet => cmdlet.Name == name);
        Assert.True(cmdlet is not null, $"{source} names {name}, which does not exist.");
        var known = cmdlet.Parameters.Select(parameter => parameter.Name)
            .Concat(["WhatIf", "Confirm", "Verbose", "ErrorAction", "ErrorVariable", "OutVariable", "WarningAction"]).ToHashSet(
                StringComparer.OrdinalIgnoreCase);
        Assert.All(
            command.CommandElements.OfType<CommandParameterAst>(),
            parameter => Assert.True(known.Contains(parameter.ParameterName), $"{source}: {name} has no -{parameter.ParameterName}."));
    }

    /// <summary>In an about topic an example is a block of lines indented by eight spaces.</summary>
    private static IEnumerable<string> AboutExamples(string file) =>
        Indented().Matches(File.ReadAllText(file)).Select(match => match.Value.TrimEnd());

    [GeneratedRegex(@"```powershell\r?\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"(?:^ {8}\S.*(?:\r?\n|\z))(?:^ {8}.*(?:\r?\n|\z))*", RegexOptions.Multiline)]
    private static partial Regex Indented();
}
