using OnsDlq.Journal;

namespace OnsDlq.Core.Tests.Journal;

public sealed class JournalLocationTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("onsdlq home ");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void What_is_given_goes_before_the_environment_and_that_before_the_users_own()
    {
        var own = Path.Combine(_home.FullName, "OnsDlq", "journal.db");

        Assert.Equal(new(JournalKind.Sqlite, Path.GetFullPath("/a b/j.db")), JournalLocation.Choose("/a b/j.db", _ => "/env/j.db", _home.FullName));
        Assert.Equal(new(JournalKind.Sqlite, Path.GetFullPath("/env/j.db")), JournalLocation.Choose(null, Environment("/env/j.db"), _home.FullName));
        Assert.Equal(new(JournalKind.Sqlite, own, IsDefault: true), JournalLocation.Choose(" ", Environment(""), _home.FullName));
        Assert.Equal(new(JournalKind.Sqlite, own, IsDefault: true), JournalLocation.Choose(null, _ => null, _home.FullName));
    }

    [Fact]
    public void A_user_without_a_local_data_folder_is_told_to_name_a_journal()
    {
        var exception = Assert.Throws<JournalException>(() => JournalLocation.Choose(null, _ => null, ""));

        Assert.Equal(JournalFault.Unreachable, exception.Fault);
        Assert.Contains(JournalLocation.Variable, exception.Message);
    }

    [Fact]
    public void A_relative_path_becomes_a_full_one() =>
        Assert.Equal(Path.Combine(System.Environment.CurrentDirectory, "j.db"), JournalLocation.Parse("j.db").Place);

    [Theory]
    [InlineData("j.db")]
    [InlineData("./j.db")]
    [InlineData("~/j.db")]
    public void A_relative_path_in_the_environment_is_refused_since_it_would_be_another_journal_in_every_folder(string path)
    {
        var exception = Assert.Throws<JournalException>(() => JournalLocation.Choose(null, Environment(path), _home.FullName));

        Assert.Equal((JournalFault.BadLocation, path), (exception.Fault, exception.Location));
        Assert.Contains(JournalLocation.Variable, exception.Message);
        Assert.Equal(JournalKind.Postgres, JournalLocation.Choose(null, Environment(" postgresql://db/ops "), _home.FullName).Kind);
    }

    [Theory]
    [InlineData("postgresql://db.example.com/ops", "postgresql://db.example.com/ops")]
    [InlineData("POSTGRES://kim@db:5432/ops?sslmode=require", "postgresql://kim@db:5432/ops?sslmode=require")]
    [InlineData("postgresql://a,b:5433/ops?passfile=/home/kim/.pgpass", "postgresql://a,b:5433/ops?passfile=/home/kim/.pgpass")]
    [InlineData("postgresql://[::1]:5432/ops", "postgresql://[::1]:5432/ops")]
    public void A_PostgreSQL_URI_is_recognized(string text, string place) =>
        Assert.Equal(new(JournalKind.Postgres, place), JournalLocation.Parse(text));

    [Theory]
    [InlineData("postgresql://kim:SECRET@db/ops")]
    [InlineData("postgres://kim:@db/SECRET")]
    [InlineData("postgresql://kim:SECR@ET@db/ops")]
    [InlineData("postgresql://db/ops?user=kim&password=SECRET")]
    [InlineData("postgresql://db/ops?PassWord=SECRET")]
    [InlineData("postgresql://db/ops?pass%77ord=SECRET")]
    [InlineData("postgresql://db/ops?sslpassword=SECRET")]
    [InlineData("mysql://kim:SECRET@db/ops")]
    [InlineData("file:///SECRET")]
    public void A_URI_with_a_password_or_of_another_kind_is_refused_and_not_repeated(string text)
    {
        var exception = Assert.Throws<JournalException>(() => JournalLocation.Parse(text));

        Assert.Equal(JournalFault.BadLocation, exception.Fault);
        Assert.DoesNotContain("SECR", exception.ToString() + exception.Location);
    }

    [Fact]
    public void The_folder_of_the_users_own_journal_is_made_for_the_users_eyes_only()
    {
        var location = JournalLocation.Choose(null, _ => null, Path.Combine(_home.FullName, "local", "share"));

        location.MakeFolder();
        location.MakeFolder();

        var folder = new DirectoryInfo(Path.GetDirectoryName(location.Place)!);
        Assert.True(folder.Exists);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder.UnixFileMode);
            Assert.NotEqual(folder.UnixFileMode, folder.Parent!.UnixFileMode);
        }
    }

    [Fact]
    public void A_folder_that_somebody_named_is_not_made()
    {
        JournalLocation.Parse(Path.Combine(_home.FullName, "nowhere", "j.db")).MakeFolder();

        Assert.False(Directory.Exists(Path.Combine(_home.FullName, "nowhere")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_fault()
    {
        File.WriteAllText(Path.Combine(_home.FullName, "OnsDlq"), "a file where the folder should be");

        var exception = Assert.Throws<JournalException>(() => JournalLocation.Choose(null, _ => null, _home.FullName).MakeFolder());

        Assert.Equal(JournalFault.Unreachable, exception.Fault);
    }

    private static Func<string, string?> Environment(string value) => name => name == JournalLocation.Variable ? value : null;
}
