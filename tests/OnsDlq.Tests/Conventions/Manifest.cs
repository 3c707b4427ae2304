using System.Collections;
using System.Management.Automation.Language;

namespace OnsDlq.Tests.Conventions;

/// <summary>OnsDlq.psd1, read as data.</summary>
internal sealed record Manifest(string ModuleVersion, IReadOnlyList<string> CmdletsToExport)
{
    public static Manifest Read()
    {
        var ast = Parser.ParseFile(Repository.PathOf("OnsDlq.psd1"), out _, out var errors);
        Assert.Empty(errors);
        var data = (Hashtable)ast.Find(node => node is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue();
        return new(
            (string)data["ModuleVersion"]!,
            [.. ((object[])data["CmdletsToExport"]!).Cast<string>()]);
    }
}
