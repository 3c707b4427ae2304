using System.Runtime.Versioning;
using OnsDlq.Errors;
using OnsDlq.Report;

namespace OnsDlq.Core.Tests.Report;

public sealed class ReportFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-report-");

    private string Place => Path.Combine(_folder.FullName, "a.html");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_page_is_written_as_UTF_8_without_a_mark_and_nothing_else_is_left()
    {
        var file = new ReportFile(Place, overwrite: false, "1");
        file.Check();
        Assert.Empty(_folder.GetFiles());

        file.Write(output => output.Write("阿 page"));

        Assert.Equal("阿 page"u8.ToArray(), File.ReadAllBytes(Place));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_page_that_cannot_be_completed_leaves_what_was_there()
    {
        File.WriteAllText(Place, "mine");

        Assert.Throws<InvalidOperationException>(() => new ReportFile(Place, overwrite: true, "1").Write(output =>
        {
            output.Write(new string('x', 1_000_000));
            throw new InvalidOperationException("stopped");
        }));

        Assert.Equal("mine", File.ReadAllText(Place));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_file_that_exists_is_kept_unless_it_is_to_be_replaced()
    {
        File.WriteAllText(Place, "mine");

        Assert.Equal(ErrorId.ReportExists, Assert.Throws<ReportException>(new ReportFile(Place, overwrite: false, "1").Check).Id);
        Assert.Equal(ErrorId.ReportExists, Assert.Throws<ReportException>(() => new ReportFile(Place, overwrite: false, "1").Write(Page)).Id);
        Assert.Equal("mine", File.ReadAllText(Place));

        new ReportFile(Place, overwrite: true, "1").Check();
        Assert.Equal("mine", File.ReadAllText(Place));
        new ReportFile(Place, overwrite: true, "1").Write(Page);
        Assert.Equal("page", File.ReadAllText(Place));
    }

    [Fact]
    public void A_file_that_somebody_else_made_meanwhile_is_kept()
    {
        var file = new ReportFile(Place, overwrite: false, "1");

        var error = Assert.Throws<ReportException>(() => file.Write(output =>
        {
            output.Write("page");
            File.WriteAllText(Place, "theirs");
        }));

        Assert.Equal(ErrorId.ReportExists, error.Id);
        Assert.Equal("theirs", File.ReadAllText(Place));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_folder_or_a_missing_folder_is_refused()
    {
        var missing = Path.Combine(_folder.FullName, "none", "a.html");

        Assert.Equal(ErrorId.ReportUnwritable, Assert.Throws<ReportException>(new ReportFile(_folder.FullName, overwrite: true, "1").Check).Id);
        var error = Assert.Throws<ReportException>(new ReportFile(missing, overwrite: true, "1").Check);
        Assert.Equal((ErrorId.ReportUnwritable, missing), (error.Id, error.Path));
    }

    [Fact]
    public void A_name_as_long_as_a_name_can_be_is_taken()
    {
        var place = Path.Combine(_folder.FullName, new string('n', 250) + ".html");

        new ReportFile(place, overwrite: false, "1").Write(Page);

        Assert.True(File.Exists(place));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_page_that_is_replaced_keeps_its_permissions_and_its_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        File.WriteAllText(Place, "mine");
        File.SetUnixFileMode(Place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        var link = Path.Combine(_folder.FullName, "link.html");
        File.CreateSymbolicLink(link, Place);

        new ReportFile(link, overwrite: true, "1").Write(Page);

        Assert.Equal("page", File.ReadAllText(Place));
        Assert.Equal(Place, new FileInfo(link).LinkTarget);
        Assert.True(File.GetUnixFileMode(Place).HasFlag(UnixFileMode.GroupWrite));
    }

    private static void Page(TextWriter output) => output.Write("page");
}
