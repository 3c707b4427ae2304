namespace OnsDlq.EndToEnd.Tests.Shell;

public sealed class ShellFileTests : IDisposable
{
    // A name with everything in it that quoting gets wrong.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq it's [1] ");

    private string Script(string text)
    {
        var path = Path.Combine(_folder.FullName, "script.ps1");
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public async Task Arguments_bind_by_name_and_place()
    {
        var script = Script("param([string] $Name, [switch] $Flag, [switch] $Off = $true, [int] $Count, [Parameter(ValueFromRemainingArguments)] $Rest)\n" +
            "\"$Name|$Flag|$Off|$Count|$($Rest -join ',')|$PSScriptRoot\"");

        var outcome = await ShellProgram.Run("-File", script, "-Name", "it's $x; 'calc'", "-Flag", "-Off:$false", "-Count:3", "a", "b c");

        Assert.Empty(outcome.Errors);
        Assert.Equal($"it's $x; 'calc'|True|False|3|a,b c|{_folder.FullName}", outcome.Output.Trim());
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("exit 0", 0)]
    [InlineData("'fine'", 0)]
    [InlineData("Get-Command NoSuchCommand", 0)]
    [InlineData("throw 'enough'", 1)]
    [InlineData("syntax (", 1)]
    [InlineData("[CmdletBinding()] param([int] $Count = 'none')", 1)]
    public async Task The_exit_code_is_the_scripts(string text, int expected)
    {
        var outcome = await ShellProgram.Run(Script(text));

        Assert.Equal(expected, outcome.ExitCode);
    }

    [Theory]
    [InlineData("missing.ps1", "There is no file")]
    [InlineData("notes.txt", "is no script")]
    public async Task What_is_no_script_is_refused_with_64(string name, string expected)
    {
        var outcome = await ShellProgram.Run("-f", Path.Combine(_folder.FullName, name));

        Assert.Equal(64, outcome.ExitCode);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
