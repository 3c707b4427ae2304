using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

// PowerShell's own console host with the staged module imported: every option of pwsh works, and "rehearse" runs the script beside this program.
const int NoModule = 70;

var folder = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "StagedModule").Value!;
var manifest = Path.Combine(folder, "OnsDlq.psd1");
if (!File.Exists(manifest))
{
    // The engine would start without an error.
    Console.Error.WriteLine($"The module is not at {manifest}. Build it with 'dotnet build OnsDlq.sln'.");
    return NoModule;
}

// No telemetry is sent from here. With PSModulePath, jobs and other runspaces find the module by name, too.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("PSModulePath", string.Join(
    Path.PathSeparator, new[] { Path.GetDirectoryName(folder.TrimEnd('/', '\\')), Environment.GetEnvironmentVariable("PSModulePath") }.OfType<string>()));


// The host colours redirected output, too.
if (Console.IsOutputRedirected) Environment.SetEnvironmentVariable("NO_COLOR", "1");

var state = InitialSessionState.CreateDefault2();
state.ImportPSModule([manifest]);
var script = Path.Combine(AppContext.BaseDirectory, "Rehearsal", "rehearse.ps1");
string[] arguments = args is ["rehearse", .. var rest] ? ["-NoLogo", "-NoProfile", "-File", script, .. rest] : args;
return ConsoleShell.Start(
    state,
    "PowerShell with OnsDlq. Get-Command -Module OnsDlq lists its commands; Start-OnsDlqSandbox gives a place to try them.",
    "OnsDlq.Shell rehearse shows a resend, from listing to proof, with a local sandbox. All other options are those of pwsh; see pwsh -Help.",
    arguments);
