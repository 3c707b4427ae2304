using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Tests.Resend;

public sealed class ExpiryWatchTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_message_whose_turn_comes_in_time_gives_no_warning() =>
        Assert.Null(new ExpiryWatch().Look(Message(TimeSpan.FromHours(71)), 32, TimeSpan.FromMinutes(59), Now));

    [Fact]
    public void A_message_that_expires_before_its_turn_gives_one_warning()
    {
        var watch = new ExpiryWatch();

        var warning = watch.Look(Message(TimeSpan.FromHours(71)), 32, TimeSpan.FromMinutes(61), Now);

        Assert.Contains("message A1 expires in 1h 00m, and 32 messages are queued before it", warning, StringComparison.Ordinal);
        Assert.Null(watch.Look(Message(TimeSpan.FromHours(71)), 32, TimeSpan.FromMinutes(61), Now));
    }

    [Fact]
    public void A_message_that_has_expired_gives_a_warning() =>
        Assert.Contains("more than three days old", new ExpiryWatch().Look(Message(TimeSpan.FromDays(3)), 0, TimeSpan.Zero, Now), StringComparison.Ordinal);

    [Fact]
    public void What_counts_is_the_newest_entry_that_is_known()
    {
        var returned = Message(TimeSpan.FromDays(3), newest: Now.AddHours(-1));

        Assert.Null(new ExpiryWatch().Look(returned, 32, TimeSpan.FromHours(70), Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(-5L)]
    [InlineData(long.MaxValue)]
    public void A_message_without_a_usable_store_time_gives_no_warning(long? stored) =>
        Assert.Null(new ExpiryWatch().Look(Of(stored, []), 32, TimeSpan.MaxValue, Now));

    private static GuardedMessage Message(TimeSpan age, DateTimeOffset? newest = null) =>
        Of((Now - age).ToUnixTimeMilliseconds(), newest is { } at ? [at.ToUnixTimeMilliseconds()] : []);

    private static GuardedMessage Of(long? stored, IReadOnlyList<long> seen)
    {
        var message = new MessageReference("cn-hangzhou", "I", "GID_orders", "A1", stored);
        var key = MessageKey.Of("cn-hangzhou", "I", "GID_orders", "A1");
        return new GuardedMessage(message, new MessageHistory(key, 0, [], seen, null), [], new ResendDecision(null, 1, [], []));
    }
}
