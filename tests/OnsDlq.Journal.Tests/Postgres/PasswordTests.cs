using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>Where the password for a server comes from.</summary>
public sealed class PasswordTests : IDisposable
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-passwords-");
    private readonly Dictionary<string, string> _variables = [];

    [Theory]
    [InlineData("db.example:5432:ops:kim:secret", "secret")]
    [InlineData("*:*:*:*:secret\r\n", "secret")]
    [InlineData("# db.example:5432:ops:kim:no\n\nno line at all\ndb.example:no:ops:kim:no\n*:5432:*:kim:secret\n*:*:*:*:later", "secret")]
    [InlineData(@"db.example:5432:ops:kim:a\:b\\c ", @"a:b\c ")]
    [InlineData(@"db.example:5432:ops:kim:end\\", @"end\")]
    [InlineData("db.example:5432:ops:kim:geheim ü 密", "geheim ü 密")]
    [InlineData("db.example:5432:ops:kim:\ndb.example:5432:ops:*:second", "second")]
    [InlineData("db.example:5432:ops:kim", null)]
    [InlineData("db.example:5432:ops:lee:secret", null)]
    [InlineData("db.example:5433:ops:kim:secret", null)]
    [InlineData("DB.example:5432:ops:kim:secret", null)]
    [InlineData(@"\*:5432:ops:kim:secret", null)]
    [InlineData("", null)]
    public void The_first_line_that_fits_is_taken_as_libpq_takes_it(string text, string? password) =>
        Assert.Equal(password, PasswordFile.Find(text, "db.example", "5432", "ops", "kim"));

    [Theory]
    [InlineData("/var/run/postgresql", "localhost:*:*:*:a", "a")]
    [InlineData("/srv/socket", "localhost:*:*:*:a\n/srv/socket:*:*:*:b", "b")]
    [InlineData("::1", @"\:\:1:*:*:*:c", "c")]
    public void A_socket_in_the_usual_place_is_localhost(string host, string text, string password) =>
        Assert.Equal(password, PasswordFile.Find(text, host, "5432", "ops", "kim"));

    [Fact]
    public void PGPASSWORD_comes_before_the_file_and_an_empty_one_is_none()
    {
        _variables["PGPASSFILE"] = Write("*:*:*:*:from the file");
        Assert.Equal("from the file", Find());
        _variables["PGPASSWORD"] = "";
        Assert.Equal("from the file", Find());
        _variables["PGPASSWORD"] = " o'd;d=\"x\\ ";
        Assert.Equal(" o'd;d=\"x\\ ", Find());
    }

    [Fact]
    public void The_file_that_the_address_names_comes_before_that_of_the_variable()
    {
        _variables["PGPASSFILE"] = Write("*:*:*:*:variable");
        Assert.Equal("address", Find($"?passfile={Uri.EscapeDataString(Write("*:*:*:*:address", "other"))}"));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void A_file_that_others_have_access_to_is_ignored_and_the_error_says_how_to_mend_it(UnixFileMode access)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the folder of the user is the protection.");
        var path = _variables["PGPASSFILE"] = Write("*:*:*:*:open to all");
        SetMode(path, Mine | access);

        var refused = Refuse();
        Assert.Contains($"chmod 600 '{path}'", refused.Message);
        Assert.DoesNotContain("open to all", refused.ToString());

        SetMode(path, Mine);
        Assert.Equal("open to all", Find());
    }

    [Fact]
    public void Where_it_was_looked_for_in_vain_is_told()
    {
        var path = _variables["PGPASSFILE"] = Path.Combine(_folder.FullName, "not there");
        Assert.EndsWith($"PGPASSWORD is not set, and there is no password file '{path}'.", Refuse().Message);
        _variables["PGPASSFILE"] = _folder.FullName;
        SetMode(_folder.FullName, Mine | UnixFileMode.UserExecute);
        Assert.Contains("cannot be read: It is a folder.", Refuse().Message);
        _variables["PGPASSFILE"] = Write("db.example:5432:ops:lee:hers");
        var refused = Refuse();
        Assert.Contains("has no line for db.example:5432:ops:kim.", refused.Message);
        Assert.DoesNotContain("hers", refused.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string text, string name = "pgpass")
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        SetMode(path, Mine);
        return path;
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }

    private string Find(string settings = "") => new Passwords(
        PostgresAddress.Parse("postgresql://kim@db.example/ops" + settings), "kim", name => _variables.GetValueOrDefault(name)).Find("db.example", 5432);

    private JournalException Refuse()
    {
        var refused = Assert.Throws<JournalException>(() => Find());
        Assert.Equal((ErrorId.JournalAccessDenied, "postgresql://kim@db.example/ops"), (refused.Id, refused.Location));
        return refused;
    }
}
