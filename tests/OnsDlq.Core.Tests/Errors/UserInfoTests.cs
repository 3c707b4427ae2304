using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Errors;

/// <summary>No user name and no password of a URI is shown or stored.</summary>
public sealed class UserInfoTests
{
    private const string ProxyTrouble = "The proxy tunnel request to proxy 'http://ops:Geheim9@proxy.example.com:3128/' failed with status code '407'.";

    [Theory]
    [InlineData(ProxyTrouble, "The proxy tunnel request to proxy 'http://proxy.example.com:3128/' failed with status code '407'.")]
    [InlineData("http://Geheim9@h", "http://h")]
    [InlineData("https://u:Geh%40eim9@h/p?q=1#f and socks5://v:Geheim9@[::1]:1080", "https://h/p?q=1#f and socks5://[::1]:1080")]
    [InlineData("postgresql://team:Geheim9@db/x", "postgresql://db/x")]
    [InlineData("http://u:with@Geheim9@h/", "http://h/")]
    [InlineData("proxy 'http://u:Geh eim9'\"<@h/'", "proxy 'http://h/'")]
    [InlineData("HTTP://U:Geheim9@H", "HTTP://H")]
    [InlineData("uri=http%3A%2F%2Fu%3AGeheim9%40h%2Fp&to=a%40b", "uri=http%3A%2F%2Fh%2Fp&to=a%40b")]
    [InlineData("\"http://u:Geheim9@h\"", "\"http://h\"")]
    public void The_user_of_a_uri_is_taken_out_and_the_rest_stays(string text, string shown) => Assert.Equal(shown, UserInfo.Strip(text));

    [Theory]
    [InlineData("ops@host, see https://help.example.com/a@b and mail a@b")]
    [InlineData("https://h?to=a@b")]
    [InlineData("https://h#a@b")]
    [InlineData("100 %40 of them")]
    [InlineData("")]
    public void What_is_no_user_of_a_uri_stays(string text) => Assert.Equal(text, UserInfo.Strip(text));

    [Theory]
    [InlineData("Geheim9")]
    [InlineData("Geh eim9")]
    [InlineData("Ge'\"he<i>m9")]
    [InlineData("G@h/e?i#m%9")]
    [InlineData("Gehéim9")]
    [InlineData("Ge:he\\im9")]
    public void Whatever_a_password_is_made_of_it_is_gone_from_the_text_of_the_URI(string password)
    {
        var uri = new UriBuilder("http", "proxy.example.com", 3128) { UserName = Uri.EscapeDataString("do\\main user"), Password = Uri.EscapeDataString(password) }.Uri;

        foreach (var text in new[] { uri.ToString(), uri.AbsoluteUri, uri.OriginalString, Uri.EscapeDataString(uri.AbsoluteUri) })
        {
            Assert.Contains(
                UserInfo.Strip($"'{text}' failed"), new[] { "'http://proxy.example.com:3128/' failed", "'http%3A%2F%2Fproxy.example.com%3A3128%2F' failed" });
        }
    }

    [Fact]
    public void An_exception_is_told_again_without_the_user_however_deep_it_lies()
    {
        var error = Thrown(() => throw new InvalidDataException(
            "outer", Thrown(() => throw new HttpRequestException(HttpRequestError.ProxyTunnelError, ProxyTrouble, new IOException(ProxyTrouble)))));

        var told = UserInfo.Strip(error);

        Assert.DoesNotContain("Geheim9", told.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(An_exception_is_told_again_without_the_user_however_deep_it_lies), told.ToString(), StringComparison.Ordinal);
        Assert.Equal("System.IO.InvalidDataException: outer", told.Message);
        Assert.Equal(HttpRequestError.ProxyTunnelError, Assert.IsType<HttpRequestException>(told.InnerException).HttpRequestError);
    }

    [Fact]
    public void An_exception_that_names_no_user_stays_itself()
    {
        var error = new IOException("plain", new IOException("https://h/"));

        Assert.Same(error, UserInfo.Strip(error));
        Assert.Null(UserInfo.Strip((Exception?)null));
    }

    [Fact]
    public void Every_place_that_text_about_a_failure_passes_takes_it_out()
    {
        var inner = new HttpRequestException(ProxyTrouble);
        string?[] kept =
        [
            new CredentialsException(ErrorId.CredentialSourceFailed, ProxyTrouble, inner).ToString(),
            new JournalException(ErrorId.JournalUnwritable, "x", ProxyTrouble, inner).ToString(),
            new ServiceException(ErrorId.ServiceUnreachable, ProxyTrouble, inner) { Action = "a", Host = "h", Reach = RequestReach.NotWritten }.ToString(),
            ResendClassifier.Judge(inner).ErrorMessage,
            new AttemptOutcome(new() { ErrorMessage = ProxyTrouble })
            {
                Status = ResendStatus.Rejected,
                Source = OutcomeSource.Holder,
                At = DateTimeOffset.UnixEpoch,
            }.ErrorMessage,
            new ResendResult(new MessageReference("r", "i", "g", "m", null), ResendStatus.Rejected) { ErrorMessage = ProxyTrouble }.ErrorMessage,
            PlainText.Of(ProxyTrouble, 500),
            PlainText.Of("http://u:" + new string('g', 100) + "Geheim9@h", 120),
        ];

        Assert.All(kept, text => Assert.DoesNotContain("Geheim9", text, StringComparison.Ordinal));
        Assert.DoesNotContain("ggg", kept[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_of_the_library_has_the_root_that_takes_it_out()
    {
        var others = typeof(OnsDlqException).Assembly.GetTypes()
            .Where(type => typeof(Exception).IsAssignableFrom(type) && !typeof(OnsDlqException).IsAssignableFrom(type)).Select(type => type.Name);

        Assert.True(!others.Any(), $"Derive {string.Join(", ", others)} from OnsDlqException, which takes the users of URIs out of messages.");
    }

    private static Exception Thrown(Action action) => Record.Exception(action)!;
}
