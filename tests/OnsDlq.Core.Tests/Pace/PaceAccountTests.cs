using OnsDlq.Pace;
using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Pace;

/// <summary>Whose quota a call counts to.</summary>
public sealed class PaceAccountTests
{
    private static readonly AccessKey Kim = new("LTAI-kim", "secret"), Lee = new("LTAI-lee", "secret"), Guest = new("STS.guest", "secret", "token");

    [Theory]
    [InlineData("MQ_INST_1234567890123456_BX8QbYcd", "1234567890123456")]
    [InlineData("mq_inst_1234567890123456_BX8QbYcd", "1234567890123456")]
    [InlineData("MQ_INST_1", "MQ_INST_1")]
    [InlineData("rmq-cn-Abc", "RMQ-CN-ABC")]
    [InlineData("MQ_INST_x1_y", "MQ_INST_X1_Y")]
    public void An_instance_tells_its_account(string instance, string account) => Assert.Equal(account, PaceAccount.OfInstance(instance));

    [Fact]
    public void Colleagues_with_keys_of_their_own_share_the_pace_of_their_account()
    {
        Assert.Equal(Account(Kim, "MQ_INST_7_a"), Account(Lee, "MQ_INST_7_b"));
        Assert.Equal(Account(Kim, "MQ_INST_7_a"), Account(Guest, "MQ_INST_7_b"));
        Assert.NotEqual(Account(Kim, "MQ_INST_7_a"), Account(Kim, "MQ_INST_8_a"));
    }

    [Fact]
    public void A_call_without_an_instance_counts_to_the_account_of_the_caller_where_it_is_known()
    {
        Assert.Equal("7", Account(Kim, null, "7"));
        Assert.Equal("LTAI-kim", Account(Kim, null));
        Assert.Equal(PacedCall.TemporaryKey, Account(Guest, ""));
        Assert.Equal("8", Account(Kim, "MQ_INST_8_a", "7"));
    }

    private static string Account(AccessKey key, string? instance, string? account = null)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (instance is not null) parameters["InstanceId"] = instance;
        return new ServiceCall("A", parameters, CallKind.Query).Paced(key, new(), account).Account;
    }
}
