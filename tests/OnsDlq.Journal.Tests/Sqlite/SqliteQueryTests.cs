using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Which indexes are used to search a long journal.</summary>
public sealed class SqliteQueryTests : OpenJournal
{
    public static TheoryData<string> Queries => ["all", "queue", "time", "run", "attempt", "message"];

    [Theory]
    [MemberData(nameof(Queries))]
    public void No_query_looks_at_all_there_is_nor_sorts_it_for_every_page(string by)
    {
        var all = new AttemptQuery { Realm = "cn-hangzhou" };
        var (sql, values) = AttemptPage.Select(
            by switch
            {
                "queue" => all with { InstanceId = "I", GroupId = "G" },
                "time" => all with { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch },
                "run" => all with { RunId = "r" },
                "attempt" => all with { AttemptId = "a" },
                "message" => all with { InstanceId = "I", GroupId = "G", MsgIds = ["M"] },
                _ => all,
            },
            1, 2);

        var plan = Plan(sql, values.Length);

        Assert.Contains(plan, step => step.StartsWith("SEARCH attempt", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("queue") && !step.Contains("json_each"));
        Assert.Equal(by == "message", plan.Exists(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_attempt_is_found_however_many_of_others_came_after_it()
    {
        await Journal.ClaimAsync(new(Sample.Key(0) with { GroupId = "GID_rare" }, 0, Sample.Attempt("rare")), Stop);
        await Journal.ClaimAsync(new(Sample.Key(1), 0, Sample.Attempt("a1")), Stop);
        Copy("a1", 40_099);

        var found = await Journal.QueryAsync(new() { GroupId = "GID_rare" }, Stop).ToListAsync(Stop);

        Assert.Equal("rare", Assert.Single(found).Attempt.AttemptId);
        Assert.Equal(40_101, await Journal.QueryAsync(new(), Stop).Select(attempt => attempt.Attempt.AttemptId).Distinct().CountAsync(Stop));
    }

    // The same number of further attempts, each of another message, in one transaction.
    private void Copy(string attempt, int times)
    {
        using var connection = Folder.Connect();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            BEGIN IMMEDIATE;
            CREATE TEMP TABLE copy AS WITH RECURSIVE one (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one LIMIT @times)
                SELECT n, (SELECT max(id) FROM message) + n AS message FROM one;
            INSERT INTO message (id, queue, msg_id, version) SELECT copy.message, queue, msg_id || n, version
                FROM copy, message WHERE message.id = (SELECT message FROM attempt WHERE id = @attempt);
            INSERT INTO attempt (id, message, run, round, claimed_at, lease_until, signed_at, entries, newest_entry, lifted, listed)
                SELECT id || '-' || n, copy.message, run, round, claimed_at, lease_until, signed_at, entries, newest_entry, lifted, listed
                FROM copy, attempt WHERE id = @attempt ORDER BY n;
            COMMIT;
            """;
        command.Parameters.AddWithValue("@times", times);
        command.Parameters.AddWithValue("@attempt", attempt);
        command.ExecuteNonQuery();
    }

    private List<string> Plan(string sql, int values)
    {
        using var connection = Folder.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        for (var number = 1; number <= values; number++) command.Parameters.AddWithValue(FormattableString.Invariant($"@{number}"), DBNull.Value);
        using var rows = command.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read()) plan.Add(rows.GetString(3));
        return plan;
    }
}
