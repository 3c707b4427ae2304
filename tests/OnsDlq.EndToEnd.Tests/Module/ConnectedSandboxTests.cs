using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Tests whose session is connected to the sandbox from the beginning, with its own journal.</summary>
public abstract class ConnectedSandboxTests : LeasedSandboxTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-connected-");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Session.Set("journal", Path.Combine(_folder.FullName, "journal.db"));
        RunAssert.NoErrors(await Session.RunAsync("Connect-OnsDlq $region -Endpoint $endpoint -Credential $key -Journal $journal"));
    }

    public override async ValueTask DisposeAsync()
    {
        await Session.RunUntilCancelledAsync("Disconnect-OnsDlq", CancellationToken.None);
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
