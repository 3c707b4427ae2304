using OnsDlq.Errors;
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

        Assert.Equal(ErrorId.JournalUnreachable, exception.Id);
        Assert.Contains(JournalLocation.Variable, exception.Message);
    }

    [Fact]
    public void A_journal_in_a_database_is_not_shared_by_a_group_of_this_machine()
    {
        var given = Assert.Throws<JournalException>(() => JournalLocation.Choose("postgresql://db/ops", _ => null, _home.FullName, isShared: true));
        var named = Assert.Throws<JournalException>(() => JournalLocation.Choose(null, Environment("postgresql://db/ops"), _home.FullName, isShared: true));

        Assert.Equal((ErrorId.InvalidJournal, ErrorId.InvalidJournal), (given.Id, named.Id));
        Assert.Contains("-SharedJournal is for a file", given.Message);
    }

    [Fact]
    public void A_journal_for_a_group_has_to_be_named_since_nobody_else_may_enter_the_folder_of_ones_own()
    {
        Assert.True(JournalLocation.Choose("/a b/j.db", _ => null, _home.FullName, isShared: true).IsShared);
        Assert.True(JournalLocation.Choose(null, Environment("/env/j.db"), _home.FullName, isShared: true).IsShared);
        Assert.False(JournalLocation.Choose("/a b/j.db", _ => null, _home.FullName).IsShared);

        var exception = Assert.Throws<JournalException>(() => JournalLocation.Choose(null, _ => null, _home.FullName, isShared: true));

        Assert.Equal(ErrorId.InvalidJournal, exception.Id);
        Assert.Contains(JournalLocation.Variable, exception.Message);
    }

    [Fact]
    public void A_relative_path_becomes_a_full_one() =>
        Assert.Equal(Path.Combine(System.Environment.CurrentDirectory, "j.db"), JournalLocation.Parse("j.db").Address);

    [Theory]
    [InlineData("j.db")]
    [InlineData("./j.db")]
    [InlineData("~/j.db")]
    public void A_relative_path_in_the_environment_is_refused_since_it_would_be_another_journal_in_every_folder(string path)
    {
        var exception = Assert.Throws<JournalException>(() => JournalLocation.Choose(null, Environment(path), _home.FullName));

        Assert.Equal((ErrorId.InvalidJournal, path), (exception.Id, exception.Location));
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
    [InlineData("kim:SECRET@mysql://db/ops")]
    [InlineData("postgresql://kim:SE/CRET@db/ops")]
    [InlineData("postgresql://kim:SE?CRET@db/ops")]
    [InlineData("postgresql://kim:SE#CRET@db/ops")]
    [InlineData("postgresql://kim%3aSECRET@db/ops")]
    [InlineData("postgresql://db:SECRET/ops")]
    [InlineData("postgresql://db/ops;password=SECRET")]
    [InlineData("postgresql://db/ops?sslmode=require;password=SECRET")]
    [InlineData("postgresql://db/ops?pwd=SECRET")]
    [InlineData("postgresql://db/ops?user=kim&passwd=SECRET")]
    [InlineData("postgresql://db/ops?oauth_client_secret=SECRET")]
    [InlineData("postgresql://db/ops?user=kim:SECRET@db")]
    [InlineData("postgresql://db/ops#password=SECRET")]
    [InlineData("jdbc:postgresql://kim:SECRET@db/ops")]
    [InlineData("jdbc:postgresql:SECRET")]
    [InlineData("postgresql:kim:SECRET@db/ops")]
    [InlineData("postgres:/kim:SECRET@db/ops")]
    [InlineData("kim:SECRET@db/ops")]
    public void A_URI_with_a_password_or_of_another_kind_is_refused_and_not_repeated(string text)
    {
        var exception = Assert.Throws<JournalException>(() => JournalLocation.Parse(text));

        Assert.Equal(ErrorId.InvalidJournal, exception.Id);
        Assert.DoesNotContain("SECR", exception.ToString() + exception.Location);
    }

    [Theory]
    [InlineData("Host=db;Username=kim;Password=SECRET;Database=ops")]
    [InlineData("host=db user=kim password=SECRET")]
    [InlineData(" ; Data Source = /data/SECRET.db; Password = hush")]
    [InlineData("Server=tcp:db,1433;Uid=kim;PWD=SECRET")]
    [InlineData("/data/SECRET.db;Password=hush")]
    [InlineData("Filename=SECRET")]
    public void A_connection_string_is_refused_wherever_it_stands_and_not_repeated(string text)
    {
        foreach (var read in new Func<JournalLocation>[]
        {
            () => JournalLocation.Parse(text),
            () => JournalLocation.Choose(text, _ => null, _home.FullName),
            () => JournalLocation.Choose(null, Environment(text), _home.FullName),
        })
        {
            var exception = Assert.Throws<JournalException>(read);
            Assert.Equal((ErrorId.InvalidJournal, "connection string"), (exception.Id, exception.Location));
            Assert.DoesNotContain("SECR", exception.ToString(), StringComparison.Ordinal);
            Assert.Contains("~/.pgpass", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/data/host=7/day=2026-07-01/journal.db")]
    [InlineData("/home/kim/my password file/journal.db")]
    [InlineData("/data/a;b/journal@home.db")]
    [InlineData("hostel=7.db")]
    public void A_path_with_odd_characters_stays_a_path(string path) =>
        Assert.Equal(new(JournalKind.Sqlite, Path.GetFullPath(path)), JournalLocation.Parse(path));

    [Fact]
    public void The_folder_of_the_users_own_journal_is_made_for_the_users_eyes_only()
    {
        var location = JournalLocation.Choose(null, _ => null, Path.Combine(_home.FullName, "local", "share"));

        location.MakeFolder();
        location.MakeFolder();

        var folder = new DirectoryInfo(Path.GetDirectoryName(location.Address)!);
        Assert.True(folder.Exists);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder.UnixFileMode);
            // As the XDG base directory specification says of ~/.local/share where it does not exist.
            Assert.Equal(folder.UnixFileMode, folder.Parent!.UnixFileMode);
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

        Assert.Equal(ErrorId.JournalUnreachable, exception.Id);
    }

    private static Func<string, string?> Environment(string value) => name => name == JournalLocation.Variable ? value : null;
}
