using OnsDlq.Connection;
using OnsDlq.Sessions;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Sessions;

public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData(null, "at ons.cn-hangzhou.aliyuncs.com, profile 'prod'")]
    [InlineData("LTAI5tExample1234", "at ons.cn-hangzhou.aliyuncs.com, access key ****1234")]
    [InlineData("short", "at ons.cn-hangzhou.aliyuncs.com, access key ****")]
    public void Whose_keys_they_are_is_told_as_well_as_is_known(string? keyId, string words)
    {
        using var connection = new OnsDlqConnection(
            "cn-hangzhou", null, new Uri("https://ons.cn-hangzhou.aliyuncs.com/"), "profile 'prod'", new PagedClient(), new ServiceClock(TimeProvider.System), MemoryJournalOpener.Connect())
        {
            AccessKeyId = keyId,
        };

        Assert.Equal(words, ConnectionText.Of(connection));
        Assert.False(connection.IsRehearsal);
    }

    [Fact]
    public void A_rehearsal_says_so()
    {
        using var connection = new OnsDlqConnection(
            "cn-hangzhou", null, new Uri("http://127.0.0.1:5000/"), "the access key that was given", new PagedClient(), new ServiceClock(TimeProvider.System),
            new MemoryJournalOpener(new MemoryJournal()).Connect(throwaway: true));

        Assert.Equal("in the REHEARSAL at 127.0.0.1:5000", ConnectionText.Of(connection));
        Assert.True(connection.IsRehearsal);
    }
}
