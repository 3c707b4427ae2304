using System.Security.Cryptography;
using OnsDlq.Sandbox;
using OnsDlq.Sandbox.Control;

const int Stopped = 0, CannotStart = 1, BadArguments = 2;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.Out.WriteLine(Usage.Text);
    return Stopped;
}

SandboxOptions options;
try
{
    options = CommandLine.Read(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return BadArguments;
}

SandboxHost host;
using var randomness = RandomNumberGenerator.Create();
try
{
    host = await SandboxHost.StartAsync(options, TimeProvider.System, randomness);
}
catch (Exception e) when (e is IOException or SandboxInputException)
{
    Console.Error.WriteLine("The sandbox cannot start: " + e.Message);
    return CannotStart;
}

await using (host)
{
    Console.Out.WriteLine(host.ReadyLine);
    Console.Out.Flush();
    if (options.StopsWithParent) ParentWatch.Start(Console.OpenStandardInput(), host.Stop);
    await host.WaitAsync();
}

return Stopped;
