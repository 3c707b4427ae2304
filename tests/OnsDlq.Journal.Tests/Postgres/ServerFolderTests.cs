using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>Where a server puts its data that runs as another user.</summary>
public sealed class ServerFolderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_place_that_the_servers_user_cannot_come_to_is_not_taken()
    {
        // Only its owner can enter it.
        var closed = Directory.CreateTempSubdirectory("onsdlq-closed-").FullName;
        try
        {
            var (folder, asUser) = await ServerFolder.MakeAsync([closed, "/tmp"], "onsdlq-open-", Stop);
            Directory.Delete(folder);
            if (!ServerFolder.IsOfOther)
            {
                Assert.Empty(asUser);
                return;
            }

            Assert.StartsWith("/tmp/onsdlq-open-", folder, StringComparison.Ordinal);
            var trouble = await Assert.ThrowsAsync<InvalidOperationException>(() => ServerFolder.MakeAsync([closed], "onsdlq-open-", Stop));
            Assert.Contains("set TMPDIR to a folder that everybody can enter", trouble.Message);
            Assert.Empty(Directory.GetFileSystemEntries(closed));
        }
        finally
        {
            Directory.Delete(closed);
        }
    }
}
