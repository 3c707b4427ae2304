using OnsDlq.Credentials;
using OnsDlq.Credentials.Sources;
using OnsDlq.Errors;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>Which credentials URIs are requested at all.</summary>
public class CredentialsUriTests
{
    [Theory]
    [InlineData("https://keys.example.com/k?token=1")]
    [InlineData("http://localhost:8080/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://169.254.170.2/v2")]
    [InlineData("http://100.100.100.200/latest")]
    public void Https_and_addresses_near_this_machine_are_taken(string uri)
    {
        using var outside = new Outside();
        Assert.Equal("the URI", new CredentialsUriSource(outside.Environment, uri, "the URI").Source);
    }

    [Theory]
    [InlineData("http://keys.example.com/?token=hidden")]
    [InlineData("http://169.254.1.example.com/?token=hidden")]
    [InlineData("http://10.0.0.1/?token=hidden")]
    [InlineData("file:///etc/passwd?token=hidden")]
    [InlineData("hidden")]
    public void Others_are_refused_without_quoting_them(string uri)
    {
        using var outside = new Outside();
        var error = Assert.Throws<CredentialsException>(() => new CredentialsUriSource(outside.Environment, uri, "the URI"));
        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
    }
}
