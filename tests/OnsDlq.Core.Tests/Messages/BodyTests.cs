using System.Text;
using OnsDlq.Messages;

namespace OnsDlq.Core.Tests.Messages;

public sealed class BodyTests
{
    /// <summary>The first two are the service's own samples (ons-api facts 1.2), the third is the check value of CRC-32 without its sign bit.</summary>
    [Theory]
    [InlineData("SGVsbG8gTVEg5raT7oWf5p6D5ai05ayt55iv", 914112295)]
    [InlineData("aGVsbG8=", 907060870)]
    [InlineData("MTIzNDU2Nzg5", 0xCBF43926 & 0x7FFFFFFF)]
    [InlineData("", 0)]
    public void The_checksum_is_the_services(string body, int crc) => Assert.Equal(crc, BodyChecksum.Of(Convert.FromBase64String(body)));

    [Theory]
    [InlineData("""{"id":1,"name":"Zoë 订单 😀"}""")]
    [InlineData("a\tb\r\nc\n")]
    [InlineData("")]
    public void Text_is_shown_as_text(string text) => Assert.Equal(text, BodyText.Of(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("00")]
    [InlineData("411B42")]
    [InlineData("417F")]
    [InlineData("41C285")]
    [InlineData("FFFE4100")]
    [InlineData("C3")]
    [InlineData("EDA080")]
    [InlineData("C0AF")]
    public void What_is_no_text_is_none(string hex) => Assert.Null(BodyText.Of(Convert.FromHexString(hex)));

    [Theory]
    [InlineData(907060870, true)]
    [InlineData(907060871, false)]
    [InlineData(null, null)]
    public void A_body_is_verified_by_the_entrys_own_checksum(int? crc, bool? verified)
    {
        var entry = new DeadLetter("M1", "GID_a", null, "cn-hangzhou", 5) { BodyCrc = crc };

        var bodied = entry.WithBody("hello"u8.ToArray());

        Assert.Equal((verified, "hello"), (bodied.BodyVerified, bodied.BodyText));
        Assert.Equal((null, null), (entry.Body, entry.BodyVerified));
    }
}
