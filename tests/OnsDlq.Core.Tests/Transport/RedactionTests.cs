using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class RedactionTests
{
    private static readonly AccessKey Key = new("STS.NUabcdefgh", "verysecret", "CAIS+token/==");

    private static readonly SignedRequest Signed = SignatureV3.Sign(
        new UnsignedRequest { Host = "h", Action = "A", Version = "V" }, Key, DateTimeOffset.UnixEpoch, "nonce");

    private static readonly string Signature = Signed.Headers["authorization"].Split("Signature=")[1];

    private readonly Redaction _redaction = new(Key, Signed);

    [Theory]
    [InlineData("Specified signature is not matched with our calculation. server string to sign is:POST&%2F&AccessKeyId%3DSTS.NUabcdefgh%26SecurityToken%3DCAIS%252Btoken%252F%253D%253D%26GroupId%3DGID_x")]
    [InlineData("Specified signature does not match our calculation. server StringToSign is [ACS3-HMAC-SHA256\ne3b0c442] GID_x")]
    [InlineData("bad signature; CanonicalRequest: POST\n/\nGroupId=GID_x\nx-acs-security-token:CAIS+token/==")]
    [InlineData("The server string-to-sign: GID_x")]
    public void An_echoed_string_to_sign_is_taken_out(string message)
    {
        var shown = _redaction.Of(message);

        AssertClean(shown);
        Assert.DoesNotContain("GID_x", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("e3b0c442", shown, StringComparison.Ordinal);
        Assert.EndsWith("[redacted]", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_sent_is_taken_out_however_it_is_encoded()
    {
        foreach (var secret in new[] { Key.Id, Key.Secret, Key.SecurityToken!, Signature, Signed.Headers["authorization"] })
        {
            foreach (var form in new[] { secret, Uri.EscapeDataString(secret), Uri.EscapeDataString(Uri.EscapeDataString(secret)) })
            {
                foreach (var text in new[] { form, $"before {form} after", $"100 % of {form}", $"{form}%20{form}" })
                    AssertClean(_redaction.Of(text));
            }
        }
    }

    [Theory]
    [InlineData("SecurityToken=otherstoken")]
    [InlineData("%26SecurityToken%3Dotherstoken")]
    [InlineData("Signature: otherstoken")]
    [InlineData("AccessKeyId=otherstoken&x=y")]
    [InlineData("Credential=otherstoken,SignedHeaders=host")]
    public void What_another_sent_is_taken_out_by_its_name(string message) =>
        Assert.DoesNotContain("otherstoken", _redaction.Of(message), StringComparison.Ordinal);

    [Fact]
    public void A_harmless_message_stays_as_it_is() =>
        Assert.Equal("Specified access key is not found.", _redaction.Of("Specified access key is not found."));

    [Fact]
    public void A_message_is_shown_on_one_line_of_bounded_length()
    {
        var shown = _redaction.Of("a\u001b[31mb\r\nc\u202ed " + new string('x', 10_000_000));

        Assert.StartsWith("a [31mb c d xxx", shown, StringComparison.Ordinal);
        Assert.Equal(501, shown.Length);
    }

    private static void AssertClean(string shown)
    {
        foreach (var secret in new[] { Key.Id, Key.Secret, Key.SecurityToken!, Signature })
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("token%2F", shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("token%252F", shown, StringComparison.OrdinalIgnoreCase);
    }
}
