using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.Tests.Conventions;

namespace OnsDlq.Tests.Format;

/// <summary>The output of the module's views on a screen, and text from the service that contains control characters.</summary>
internal static partial class ViewScreen
{
    public const string Hostile = "k\u001b[2J\u001b[41m\u001b]0;owned\u0007\r\n\u0085\u009b1m\u202Etxt\u2066\u2069";

    public static readonly string FormatFile = Repository.PathOf("src", "OnsDlq", "OnsDlq.Format.ps1xml");

    private static readonly string TypesFile = Repository.PathOf("src", "OnsDlq", "OnsDlq.Types.ps1xml");

    public static DeadLetter HostileDeadLetter() => new("M1", "GID_a", null, "cn-hangzhou", 1_700_000_000_000)
    {
        Topic = Hostile,
        Tag = Hostile,
        Key = [Hostile, Hostile],
        BornHost = Hostile,
        StoreHost = Hostile,
        Properties = new Dictionary<string, string> { [Hostile] = Hostile },
    };

    public static void AssertHarmless(string screen) =>
        Assert.DoesNotContain(ColourCode().Replace(screen, ""), c => (char.IsControl(c) && c is not ('\n' or '\r')) || c is '\u202E' or '\u2066' or '\u2069');

    public static ModuleSession Open(string formatFile) => new ModuleSession(typeof(OnsDlq.Commands.Bases.OnsDlqCommand).Assembly.Location, configure: state =>
    {
        state.Types.Add(new SessionStateTypeEntry(TypesFile));
        state.Formats.Add(new SessionStateFormatEntry(formatFile));
    });

    /// <summary>Shows objects in the module's table or list views; the engine alone has no Format-List, so the other kind of view is removed.</summary>
    public static Task<string> ShowAsync(string kind, params object[] items) => ShowAsync(kind, 120, items);

    public static async Task<string> ShowAsync(string kind, int columns, params object[] items)
    {
        var views = XDocument.Load(FormatFile);
        views.Descendants("View").Where(view => view.Element(kind) is null).Remove();
        var file = Path.Combine(Directory.CreateTempSubdirectory("onsdlq-format-").FullName, "OnsDlq.Format.ps1xml");
        views.Save(file);
        try
        {
            using var session = Open(file);
            session.Set("item", items);
            session.Host.UI.RawUI.BufferSize = new(columns, 50);
            var run = await session.RunAsync("$item | Out-Default");
            RunAssert.NoErrors(run);
            return session.Host.Screen;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    /// <summary>The colours of PowerShell's own headings and of our status, and no others.</summary>
    [GeneratedRegex("\u001b\\[(32;1|32;1;3|3[1235]|90|0)m")]
    internal static partial Regex ColourCode();
}
