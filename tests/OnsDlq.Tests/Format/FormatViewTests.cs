using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Consumers;
using OnsDlq.Discovery;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;
using static OnsDlq.Tests.Format.ViewScreen;

namespace OnsDlq.Tests.Format;

public sealed class FormatViewTests
{
    [Theory]
    [InlineData("TableControl")]
    [InlineData("ListControl")]
    public async Task Nothing_in_a_dead_letter_can_disturb_the_terminal(string view)
    {
        var screen = await ShowAsync(view, HostileDeadLetter());

        Assert.Contains("␛[2J", screen, StringComparison.Ordinal);
        AssertHarmless(screen);
    }

    [Fact]
    public async Task A_list_shows_a_body_where_one_was_read_and_no_empty_line_elsewhere()
    {
        var bodied = HostileDeadLetter().WithBody("{\"a\":\"‮\"}\n"u8.ToArray());

        var screen = await ShowAsync("ListControl", bodied);

        Assert.Matches(@"BodyText +: \{""a"":""", ColourCode().Replace(screen, ""));
        AssertHarmless(screen);
        Assert.DoesNotContain("BodyText", await ShowAsync("ListControl", HostileDeadLetter()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TableControl")]
    [InlineData("ListControl")]
    public async Task Nothing_in_a_result_can_disturb_the_terminal(string view)
    {
        var screen = await ShowAsync(view, new ResendResult(new MessageReference("cn-hangzhou", null, "GID_a", "M1", null), ResendStatus.Rejected)
        {
            RequestId = Hostile,
            ErrorCode = Hostile,
            ErrorMessage = Hostile,
        });

        Assert.Contains("Rejected", screen, StringComparison.Ordinal);
        AssertHarmless(screen);
    }

    [Theory]
    [InlineData("TableControl")]
    [InlineData("ListControl")]
    public async Task Nothing_in_an_attempt_can_disturb_the_terminal(string view)
    {
        var screen = await ShowAsync(view, HostileAttempt(OutcomeSource.Person));

        Assert.Contains("Accepted", screen, StringComparison.Ordinal);
        Assert.Contains("␛[2J", screen, StringComparison.Ordinal);
        AssertHarmless(screen);
        AssertHarmless(await ShowAsync(view, HostileAttempt(OutcomeSource.Holder)));
    }

    [Theory]
    [InlineData("TableControl")]
    [InlineData("ListControl")]
    public async Task Nothing_in_a_block_can_disturb_the_terminal(string view)
    {
        var screen = await ShowAsync(view, HostileBlock(until: null), HostileBlock(until: DateTimeOffset.UnixEpoch));

        Assert.Contains("␛[2J", screen, StringComparison.Ordinal);
        AssertHarmless(screen);
    }

    [Theory]
    [InlineData("TableControl")]
    [InlineData("ListControl")]
    public async Task Nothing_in_an_instance_or_a_group_can_disturb_the_terminal(string view)
    {
        var instance = new Instance(Hostile, Hostile) { InstanceName = Hostile, Remark = Hostile, TcpEndpoint = Hostile, TcpInternetEndpoint = Hostile, HttpInternetSecureEndpoint = Hostile, Status = "Running" };
        var group = new ConsumerGroup(Hostile, Hostile, Hostile, GroupType.Http) { Owner = Hostile, Remark = Hostile, CreateTime = DateTimeOffset.UnixEpoch };

        foreach (var screen in new[] { await ShowAsync(view, instance), await ShowAsync(view, group), await ShowAsync(view, HostileDeadLetter(), instance, group) })
        {
            Assert.Contains("␛[2J", screen, StringComparison.Ordinal);
            AssertHarmless(screen);
        }
    }

    [Theory]
    [InlineData("TableControl")]
    [InlineData("ListControl")]
    public async Task Nothing_in_the_health_of_consumers_can_disturb_the_terminal(string view)
    {
        var health = new ConsumerHealth(new ConsumerFacts
        {
            GroupId = Hostile,
            InstanceId = Hostile,
            RegionId = Hostile,
            CheckedAt = DateTimeOffset.UnixEpoch,
            Status = new() { Online = true, ConsumeModel = Hostile, Topics = [] },
            DeadLetterTopics = [Hostile],
            Unknown = [Hostile],
        });

        foreach (var screen in new[] { await ShowAsync(view, health), await ShowAsync(view, HostileDeadLetter(), health) })
        {
            Assert.Contains("NotReady", screen, StringComparison.Ordinal);
            AssertHarmless(screen);
        }
    }

    [Fact]
    public async Task An_attempt_tells_on_80_columns_how_it_stands_and_why()
    {
        var screen = ColourCode().Replace(await ShowAsync("TableControl", 80, Attempt("listening", OutcomeSource.Person)), "");

        Assert.Contains("GroupId: GID_a", screen, StringComparison.Ordinal);
        Assert.Contains("Accepted     2", screen, StringComparison.Ordinal);
        Assert.Contains("listening: l", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_comes_out_of_a_job_shows_the_same()
    {
        var attempt = PSSerializer.Deserialize(PSSerializer.Serialize(Attempt("listening", OutcomeSource.Person)));

        var screen = await ShowAsync("TableControl", attempt);

        Assert.All(["GroupId: GID_a", "Accepted", "listening: listening"], part => Assert.Contains(part, screen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dead_letter_that_comes_out_of_a_job_shows_the_same()
    {
        var stored = TimeProvider.System.GetUtcNow().AddHours(-20).ToUnixTimeMilliseconds();
        var letter = new DeadLetter("M1", "GID_a", null, "cn-hangzhou", stored) { Topic = "orders", Key = ["k1", "k2"] };

        var screen = await ShowAsync("TableControl", PSSerializer.Deserialize(PSSerializer.Serialize(letter)));

        Assert.Matches(@"2d 0[34]h +k1 k2 +\d\d-\d\d \d\d:\d\d:\d\d +orders", screen);
        Assert.Equal(await ShowAsync("TableControl", letter), screen);
    }

    [Fact]
    public async Task A_list_of_an_attempt_tells_every_word_on_it()
    {
        var screen = ColourCode().Replace(await ShowAsync("ListControl", Attempt("ada", OutcomeSource.Person)), "");

        Assert.Matches(@"Outcomes +: .*Unknown by ada \(ada: ada\); .*Accepted by ada \(ada\)", screen.ReplaceLineEndings("").Replace("             ", " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Among_other_objects_text_is_as_harmless()
    {
        using var connection = new OnsDlqConnection("cn-hangzhou", null, new Uri("https://ons.example/"), "a test", new PagedClient(), new ServiceClock(TimeProvider.System), MemoryJournalOpener.Connect());
        var result = new ResendResult(new MessageReference("cn-hangzhou", null, "GID_a", "M2", null), ResendStatus.Unknown) { ErrorMessage = Hostile };

        var screen = await ShowAsync("TableControl", connection, HostileDeadLetter(), result, HostileAttempt(OutcomeSource.Person), HostileBlock(until: null));

        Assert.Contains("M1", screen, StringComparison.Ordinal);
        Assert.Contains("M2", screen, StringComparison.Ordinal);
        Assert.Contains("␛[2J", screen, StringComparison.Ordinal);
        AssertHarmless(screen);
    }

    [Fact]
    public async Task What_is_only_for_the_screen_is_not_exported()
    {
        using var session = Open(FormatFile);
        session.Set("item", HostileDeadLetter());

        var run = await session.RunAsync("$item.About; $item.PSObject.Properties.Name");

        var names = run.OutputAs<string>().Skip(1).ToList();
        Assert.Contains("Tag", names);
        Assert.Equal(typeof(DeadLetter).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_table_of_dead_letters_fits_120_columns_and_names_the_group()
    {
        var screen = await ShowAsync("TableControl", [.. PagedClient.Entries(2).Select(e => WithId(e, "0BC16699165C03B925DB8A404E2D0001"))]);

        Assert.Contains("GroupId: GID_a", screen, StringComparison.Ordinal);
        Assert.Contains("0BC16699165C03B925DB8A404E2D0001 ", screen, StringComparison.Ordinal);
        Assert.Contains("expired", screen, StringComparison.Ordinal);
        Assert.All(ColourCode().Replace(screen, "").Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 120));
    }

    [Theory]
    [InlineData("TableControl", @"0BC16699165C03B925DB8A404E2D0001 +3 .*orders")]
    [InlineData("ListControl", @"EntryCount +: 3")]
    public async Task The_newest_of_several_entries_shows_their_number(string view, string shown)
    {
        var letter = WithId(PagedClient.Entries(1)[0], "0BC16699165C03B925DB8A404E2D0001");

        Assert.Matches(shown, ColourCode().Replace(await ShowAsync(view, MessageTypeNames.AddTo(letter.AsNewest([1, 2]))), ""));
        Assert.DoesNotContain("Count", await ShowAsync(view, MessageTypeNames.AddTo(letter)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, false, "MsgId Expires Resend Tag Key")]
    [InlineData(80, true, "MsgId Count Resend Tag Key")]
    [InlineData(120, false, "MsgId Expires Resend Tag Key StoreTime Topic")]
    [InlineData(120, true, "MsgId Count Resend Tag Key StoreTime Topic")]
    public async Task A_table_of_dead_letters_keeps_tag_and_key_at_any_width(int columns, bool unique, string headers)
    {
        var entry = Labelled("orders", "pay", "order-1001").WithResend(2, ResendStatus.Accepted, TimeProvider.System.GetUtcNow());

        var screen = ColourCode().Replace(await ShowAsync("TableControl", columns, MessageTypeNames.AddTo(unique ? entry.AsNewest([1]) : entry)), "");

        var lines = screen.Split('\n').Select(line => string.Join(' ', line.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Contains(headers, lines);
        Assert.Matches(@"(?m)^0BC16699165C03B925DB8A404E2D0001 .* 2 Accepted: pay order-1001\b", screen);
    }

    [Theory]
    [InlineData(null, "Blocked", "Blocked")]
    [InlineData(1, "Accepted", "Accepted")]
    [InlineData(2, "Accepted", "2 Accepted")]
    [InlineData(1, "", "")]
    public void The_round_is_told_from_the_second_on(int? round, string status, string expected) =>
        Assert.Equal(expected, Formatting.StatusText.Of(round, status, terminalHasColours: false));

    [Fact]
    public async Task A_letter_that_was_never_resent_leaves_the_width_to_tag_and_key()
    {
        var entry = Labelled("orders", "pay", "order-1001-of-shop-4711-in-2026").WithResend(1, null, null);

        var screen = ColourCode().Replace(await ShowAsync("TableControl", 80, entry), "");

        Assert.Matches(@"(?m)^0BC16699165C03B925DB8A404E2D0001 +(expired|\S+ \S+) pay order-1001-of-shop-4711-in-2026\s*$", screen);
    }

    [Theory]
    [InlineData(80, "MsgId Expires Body Resend Tag Key")]
    [InlineData(120, "MsgId Expires Body Resend Tag Key StoreTime ArchivedAt Topic")]
    public async Task A_table_of_an_archive_has_the_same_layout(int columns, string headers)
    {
        var entry = Labelled("orders", "pay", "order-1001").WithBody("abc"u8.ToArray()).AsArchived(TimeProvider.System.GetUtcNow());

        var screen = ColourCode().Replace(await ShowAsync("TableControl", columns, MessageTypeNames.AddTo(entry)), "");

        Assert.Contains(headers, screen.Split('\n').Select(line => string.Join(' ', line.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries))));
        Assert.Matches(@"(?m)^0BC16699165C03B925DB8A404E2D0001 .* 3 B pay order-1001\b", screen);
    }

    [Fact]
    public async Task A_key_that_is_too_long_for_a_line_goes_on_in_the_next()
    {
        var screen = ColourCode().Replace(await ShowAsync("TableControl", 80, Labelled("orders", "", "3f2504e0-4f89-11d3-9a0c-0305e82c3301")), "");

        Assert.Contains("3f2504e0-4f89-11d3-9a0c-0305e82c3301", string.Concat(screen.Where(c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pay", "k1", "pay k1")]
    [InlineData("pay", null, "pay")]
    [InlineData("", "k1", "k1")]
    [InlineData(null, null, "")]
    public void What_a_message_does_not_have_takes_no_width(string? tag, string? key, string expected) =>
        Assert.Equal(expected, Formatting.MessageText.Of(tag, key));

    [Theory]
    [InlineData(80, ResendStatus.Accepted, null, "    1 pay order-1001")]
    [InlineData(120, ResendStatus.Rejected, "Throttling.User", "    1 Throttling.User (pay order-1001)")]
    internal async Task A_result_tells_what_it_is_about_and_why_it_was_not_accepted_instead_of_its_request_id(int columns, ResendStatus status, string? code, string shown)
    {
        var letter = Labelled("orders", "pay", "order-1001");

        var screen = await ShowAsync("TableControl", columns, new ResendResult(
            new MessageReference("cn-hangzhou", null, "GID_a", letter.MsgId, null) { Label = MessageLabel.Of(letter.Topic, letter.Tag, letter.Key) },
            status,
            new ResendFacts { Tries = 1, RequestId = "D94CC769-4DC3", ErrorCode = code }));

        Assert.Contains(shown, ColourCode().Replace(screen, ""), StringComparison.Ordinal);
        Assert.DoesNotContain("D94CC769", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_does_not_spend_its_width_on_a_request_id() =>
        Assert.DoesNotContain("R-1234", await ShowAsync("TableControl", Attempt("R-1234", OutcomeSource.Holder, withError: false)), StringComparison.Ordinal);

    [Theory]
    [InlineData(ResendStatus.Skipped, SkipReason.AlreadyResent, null, "M1 of GID_a: Skipped, AlreadyResent")]
    [InlineData(ResendStatus.Failed, null, "Throttling.User", "M1 of GID_a: Failed, Throttling.User")]
    [InlineData(ResendStatus.Accepted, null, null, "M1 of GID_a: Accepted")]
    [InlineData(ResendStatus.Failed, null, "a\u001b[2J", "M1 of GID_a: Failed, a␛[2J")]
    internal void A_result_has_a_short_text(ResendStatus status, SkipReason? reason, string? code, string expected) =>
        Assert.Equal(expected, new ResendResult(new MessageReference("cn-hangzhou", null, "GID_a", "M1", null), status) { SkipReason = reason, ErrorCode = code }.ToString());

    [Fact]
    public void An_attempt_has_a_short_text() =>
        Assert.Equal("0BC16699165C03B925DB8A404E2D0001 of GID_a, round 2: Accepted", Attempt("ada", OutcomeSource.Person).ToString());

    [Fact]
    public async Task A_result_that_comes_out_of_a_job_shows_the_same()
    {
        var result = new ResendResult(new MessageReference("cn-hangzhou", null, "GID_a", "M1", null), ResendStatus.Skipped) { SkipReason = SkipReason.RunStopped };

        var screen = await ShowAsync("TableControl", PSSerializer.Deserialize(PSSerializer.Serialize(result)));

        Assert.All(["GroupId: GID_a", "M1", "Skipped", "RunStopped"], part => Assert.Contains(part, screen, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, null, "")]
    [InlineData("RunStopped", null, null, "RunStopped")]
    [InlineData(null, "Forbidden", "Forbidden: no", "Forbidden: no")]
    [InlineData(null, "Forbidden", "no", "Forbidden: no")]
    [InlineData(null, null, "no", "no")]
    [InlineData(null, "", "", "")]
    public void Why_a_message_was_not_accepted_is_told_once(string? reason, string? code, string? message, string expected) =>
        Assert.Equal(expected, Formatting.StatusText.Why(reason, code, message));

    [Theory]
    [InlineData(true, null, "\u001b[32mAccepted\u001b[0m")]
    [InlineData(true, "1", "Accepted")]
    [InlineData(false, null, "Accepted")]
    public void Colours_are_for_terminals_that_want_them(bool terminal, string? noColor, string expected) =>
        Assert.Equal(expected, Formatting.StatusText.Of(StatusName.Accepted, terminal, noColor));

    [Theory]
    [InlineData("TableControl", "****1234", "False", "memory")]
    [InlineData("ListControl", "****1234", "False", "memory", "profile 'prod'")]
    public async Task A_connection_shows_where_it_leads(string view, params string[] parts)
    {
        using var connection = new OnsDlqConnection("cn-hangzhou", "MQ_INST_1", new Uri("https://ons.example/"), "profile 'prod'", new PagedClient(), new ServiceClock(TimeProvider.System), MemoryJournalOpener.Connect())
        {
            AccessKeyId = "LTAI5tExample1234",
        };

        var screen = await ShowAsync(view, connection);

        Assert.All(["https://ons.example/", .. parts], part => Assert.Contains(part, screen, StringComparison.Ordinal));
        Assert.DoesNotContain("LTAI", screen, StringComparison.Ordinal);
    }

    private static ResendAttempt HostileAttempt(OutcomeSource last) => Attempt(Hostile, last);

    /// <summary>An attempt that was Unknown, and that a person then settled as Accepted.</summary>
    private static ResendAttempt Attempt(string text, OutcomeSource last, bool withError = true)
    {
        var holder = new ClaimHolder(text, "", "", 1, 1);
        var unknown = new AttemptOutcome
        {
            Status = ResendStatus.Unknown,
            Source = OutcomeSource.Holder,
            At = DateTimeOffset.UnixEpoch,
            RequestId = text,
            ErrorCode = withError ? text : null,
            ErrorMessage = withError ? text : null,
            FailedMsgId = [text],
        };
        return new(
            new(
                new("cn-hangzhou", text, "GID_a", "0BC16699165C03B925DB8A404E2D0001"),
                1,
                new()
                {
                    AttemptId = "a1",
                    RunId = "r1",
                    Round = 2,
                    Holder = holder,
                    ClaimedAt = DateTimeOffset.UnixEpoch,
                    LeaseUntil = DateTimeOffset.UnixEpoch,
                    SignedAt = DateTimeOffset.UnixEpoch,
                    Lifted = [SkipReason.Blocked, SkipReason.MaxRounds],
                    Reason = text,
                    Outcomes = last == OutcomeSource.Person
                        ? [unknown, new() { Status = ResendStatus.Accepted, Source = last, At = DateTimeOffset.UnixEpoch, By = text, Reason = text }]
                        : [unknown],
                },
                new("r1", DateTimeOffset.UnixEpoch, text, holder, text)),
            isAbandoned: false);
    }

    private static BlockedMessage HostileBlock(DateTimeOffset? until) =>
        new(new("cn-hangzhou", Hostile, "GID_a", "M9"), new(Hostile, Hostile, DateTimeOffset.UnixEpoch, until));

    private static DeadLetter Labelled(string topic, string tag, string key) =>
        new("0BC16699165C03B925DB8A404E2D0001", "GID_a", null, "cn-hangzhou", 1_700_000_000_000) { Topic = topic, Tag = tag, Key = [key] };

    private static DeadLetter WithId(DeadLetter entry, string msgId) =>
        new(msgId, entry.GroupId, entry.InstanceId, entry.RegionId, entry.StoreTimestamp) { Topic = entry.Topic };
}
