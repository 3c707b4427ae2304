using OnsDlq.Credentials.Sources;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>How a process_command is split.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("tool a b", "tool|a|b")]
    [InlineData("  tool \t a\n", "tool|a")]
    [InlineData("\"C:/Program Files/tool\" 'a b' \"it's\"", "C:/Program Files/tool|a b|it's")]
    [InlineData("tool \"\" ''x", "tool||x")]
    [InlineData("tool a\\ b \\\"q\\\"", "tool|a b|\"q\"")]
    [InlineData("tool \"a\\\"b\\\\c\\d\\$\" 'e\\f'", "tool|a\"b\\c\\d$|e\\f")]
    [InlineData("tool a\\\nb \"c\\\nd\"", "tool|ab|cd")]
    public void On_Unix_quotes_group_and_a_backslash_escapes(string command, string words) =>
        Assert.Equal(words.Split('|'), CommandLine.Split(command, isWindows: false));

    [Theory]
    [InlineData("C:\\tools\\a.exe \\x", "C:\\tools\\a.exe|\\x")]
    [InlineData("\"C:\\Program Files\\a.exe\" \"say \\\"hi\\\"\"", "C:\\Program Files\\a.exe|say \"hi\"")]
    [InlineData("a.exe dir\\", "a.exe|dir\\")]
    public void On_Windows_a_backslash_belongs_to_a_path(string command, string words) =>
        Assert.Equal(words.Split('|'), CommandLine.Split(command, isWindows: true));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("tool 'open")]
    [InlineData("tool \"open")]
    [InlineData("tool \\")]
    [InlineData("\"\" tool")]
    public void What_cannot_be_split_is_nothing(string command) => Assert.Null(CommandLine.Split(command, isWindows: false));
}
