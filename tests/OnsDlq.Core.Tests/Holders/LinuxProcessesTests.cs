using OnsDlq.Holders;

namespace OnsDlq.Core.Tests.Holders;

public sealed class LinuxProcessesTests : IDisposable
{
    private const string After = " 1 1 1 0 -1 4194304 103 0 0 0 0 0 0 0 20 0 1 0 302221 2998272 416";

    private readonly DirectoryInfo _proc = Directory.CreateTempSubdirectory("onsdlq proc ");

    public void Dispose() => _proc.Delete(recursive: true);

    [Fact]
    public void A_start_is_read_past_a_name_with_blanks_and_brackets()
    {
        Write("12/stat", "12 (odd) (name ) R" + After);

        Assert.Equal(302221, new LinuxProcesses(_proc.FullName).StartOf(12));
        Assert.Null(new LinuxProcesses(_proc.FullName).StartOf(13));
    }

    [Fact]
    public void A_proc_of_another_process_space_proves_nothing()
    {
        Write("sys/kernel/random/boot_id", "boot-1\n");
        Write("self/stat", "1 (other) R" + After);

        var table = new LinuxProcesses(_proc.FullName);

        Assert.Equal(("boot-1", ""), (table.Boot, table.ProcessSpace));
        Assert.False(new HolderIdentity(table).IsProvenDead(new(Environment.MachineName, "boot-1", "", int.MaxValue, 1)));
    }

    [Fact]
    public void A_system_without_proc_proves_nothing()
    {
        var table = new LinuxProcesses(Path.Combine(_proc.FullName, "none"));

        Assert.Equal(("", ""), (table.Boot, table.ProcessSpace));
        Assert.Equal(0, new HolderIdentity(table).Current.ProcessStart);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_proc.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
