using OnsDlq.Core.Tests.Resend;
using OnsDlq.TestKit.Hostile;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class ServiceClockTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly SettableTime _time = new(Start);
    private readonly ServiceClock _clock;

    public ServiceClockTests() => _clock = new(_time);

    [Fact]
    public void Before_the_first_answer_nothing_is_known()
    {
        Assert.Null(_clock.Offset);
        Assert.Equal(Start, _clock.Now);
        Assert.Equal(Start, _clock.Latest);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    [InlineData(0)]
    public void One_answer_tells_the_offset_to_half_a_call_and_half_a_second(int minutes)
    {
        // The header was written at some moment during the call, and at some moment within its second.
        _clock.Note(Start.AddMinutes(minutes).AddSeconds(1), Start, Start.AddSeconds(2));

        Assert.Equal(TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(0.5), _clock.Offset);
        Assert.Equal(Start.AddMinutes(minutes).AddSeconds(0.5), _clock.Now);
        Assert.Equal(Start.AddMinutes(minutes).AddSeconds(2), _clock.Latest);
    }

    [Fact]
    public void Many_answers_tell_more_than_one_and_never_the_wrong_time()
    {
        var ahead = TimeSpan.FromMilliseconds(437_123);
        for (var i = 0; i < 50; i++)
        {
            var sent = Start.AddMilliseconds(i * 1_130);
            var written = sent.AddMilliseconds(20) + ahead;
            _clock.Note(DateTimeOffset.FromUnixTimeSeconds(written.ToUnixTimeSeconds()), sent, sent.AddMilliseconds(40));
            Assert.InRange(ahead, _clock.Offset!.Value - TimeSpan.FromSeconds(0.6), _clock.Latest - _clock.Now + _clock.Offset.Value);
        }

        Assert.InRange((_clock.Offset!.Value - ahead).Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(60));
    }

    [Fact]
    public void A_clock_that_was_set_is_believed_at_the_next_answer()
    {
        _clock.Note(Start, Start, Start);
        _clock.Note(Start.AddMinutes(10), Start, Start);

        Assert.Equal(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(0.5), _clock.Offset);
    }

    /// <summary>The clock was set back, or the machine slept and the monotonic clock stopped meanwhile: both times are possible for the service.</summary>
    [Theory]
    [InlineData(-600)]
    [InlineData(600)]
    public void A_local_clock_that_was_set_tells_nothing_until_the_service_answers_again(int seconds)
    {
        _clock.Note(Start, Start, Start);
        _time.SetClock(TimeSpan.FromSeconds(seconds));
        _time.Advance(TimeSpan.FromSeconds(100));

        Assert.Null(_clock.Offset);
        Assert.Equal(Start.AddSeconds(100 + Math.Min(0, seconds)), _clock.Earliest);
        Assert.Equal(Start.AddSeconds(101 + Math.Max(0, seconds)), _clock.Latest);

        _clock.Note(Start.AddSeconds(100), _time.GetUtcNow(), _time.GetUtcNow());

        Assert.Equal(TimeSpan.FromSeconds(0.5 - seconds), _clock.Offset);
        Assert.Equal(Start.AddSeconds(100), _clock.Earliest);
        Assert.Equal(Start.AddSeconds(101), _clock.Latest);
    }

    [Fact]
    public void A_local_clock_that_is_slewed_is_not_set()
    {
        _clock.Note(Start, Start, Start);
        _time.SetClock(TimeSpan.FromSeconds(-1));

        Assert.NotNull(_clock.Offset);
        Assert.Equal(Start.AddSeconds(1), _clock.Latest);
    }

    [Theory]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData("Thu, 01 Jan 2026 00:20:00 GMT")]
    [InlineData("Wed, 31 Dec 2025 23:40:00 GMT")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_date_that_the_accepted_signature_disproves_is_none(string date)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, HostileAnswer.Taken, $"Date: {date}"));
        using var connection = Hostile.Open(server.Address);

        Assert.Null((await connection.ResendAsync()).Date);
        Assert.Null(connection.Clock.Offset);
    }

    [Theory]
    [InlineData("Thu, 01 Jan 2026 00:20:00 GMT", true)]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", false)]
    public async Task The_refusal_of_a_date_as_too_far_off_may_tell_of_more(string date, bool believed)
    {
        const string Refusal = "{\"Code\":\"InvalidTimeStamp.Expired\",\"Message\":\"expired\",\"RequestId\":\"R\"}";
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(400, Refusal, $"Date: {date}"));
        using var connection = Hostile.Open(server.Address);

        Assert.Null((await Hostile.FailsAsync(connection.ResendAsync())).Date);
        Assert.Equal(believed, connection.Clock.Offset is not null);
    }

    [Fact]
    public void Answers_without_a_date_or_of_endless_calls_tell_nothing()
    {
        _clock.Note(null, Start, Start);
        _clock.Note(Start.AddHours(1), Start, Start + ServiceClock.LongestCall + TimeSpan.FromMilliseconds(1));
        _clock.Note(Start.AddHours(1), Start, Start.AddSeconds(-1));

        Assert.Null(_clock.Offset);
    }

    [Theory]
    [InlineData(200, HostileAnswer.Taken, true)]
    [InlineData(400, """{"Code":"BIZ_NO_MESSAGE","Message":"none","RequestId":"R"}""", true)]
    [InlineData(502, "<html>bad gateway</html>", false)]
    [InlineData(200, "<html>log in</html>", false)]
    public async Task Only_the_services_own_answers_set_its_clock(int status, string body, bool own)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(status, body, "Date: Thu, 01 Jan 2026 00:10:00 GMT"));
        using var connection = Hostile.Open(server.Address);

        if (status == 200 && own) Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 10, 0, TimeSpan.Zero), (await connection.ResendAsync()).Date);
        else Assert.Equal(own ? new DateTimeOffset(2026, 1, 1, 0, 10, 0, TimeSpan.Zero) : null, (await Hostile.FailsAsync(connection.ResendAsync())).Date);

        Assert.Equal(own, connection.Clock.Offset is not null);
        if (own) Assert.InRange(connection.Clock.Offset!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
    }
}
