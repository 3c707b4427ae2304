using OnsDlq.Errors;
using OnsDlq.Journal.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

public sealed class PostgresSchemaTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_who_open_a_new_journal_at_once_one_makes_it()
    {
        var schema = await TestSchema.MakeAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            _ => Task.Run(() => new PostgresJournalOpener(schema.Rules).OpenAsync(schema.Location, Stop), Stop)));

        Assert.Single(opened, one => one.IsNew);
        Assert.Single(opened.Select(one => one.Journal.Identity).Distinct());
        foreach (var one in opened) await one.Journal.DisposeAsync();
    }

    [Fact]
    public async Task A_journal_of_an_older_version_is_brought_up_to_date_once()
    {
        var schema = await TestSchema.MakeAsync();
        await (await schema.OpenAsync()).DisposeAsync();
        var newer = schema.Rules with { Tables = new([.. PostgresSchema.Current.Steps, "ALTER TABLE {s}.run ADD COLUMN mood text; ALTER TABLE {s}.run ADD COLUMN hat text"]) };

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var opened = await new PostgresJournalOpener(newer).OpenAsync(schema.Location, Stop);
            await opened.Journal.DisposeAsync();
            Assert.False(opened.IsNew);
        }

        Assert.Equal(Version(1), (await schema.SqlAsync($"SELECT version FROM \"{schema.Name}\".journal")).Trim());
    }

    [Fact]
    public async Task A_step_that_fails_changes_nothing()
    {
        var schema = await TestSchema.MakeAsync();
        await (await schema.OpenAsync()).DisposeAsync();
        var broken = schema.Rules with { Tables = new([.. PostgresSchema.Current.Steps, "ALTER TABLE {s}.run ADD COLUMN mood text; ALTER TABLE {s}.none ADD COLUMN x text"]) };

        await Assert.ThrowsAsync<JournalException>(() => new PostgresJournalOpener(broken).OpenAsync(schema.Location, Stop));

        Assert.Equal(Version(0), (await schema.SqlAsync($"SELECT version FROM \"{schema.Name}\".journal")).Trim());
        await (await schema.OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_is_neither_written_nor_read()
    {
        var schema = await TestSchema.MakeAsync();
        await (await schema.OpenAsync()).DisposeAsync();
        await schema.SqlAsync($"UPDATE \"{schema.Name}\".journal SET version = 99");

        var opener = new PostgresJournalOpener(schema.Rules);
        JournalException[] refused =
        [
            await Assert.ThrowsAsync<JournalException>(() => opener.OpenAsync(schema.Location, Stop)),
            await Assert.ThrowsAsync<JournalException>(() => opener.OpenReaderAsync(schema.Location, Stop)),
        ];

        Assert.All(refused, one => Assert.Equal(ErrorId.JournalNewerSchema, one.Id));
    }

    [Fact]
    public async Task A_schema_of_somebody_else_is_left_alone()
    {
        var schema = await TestSchema.MakeAsync();
        await schema.SqlAsync($"CREATE SCHEMA \"{schema.Name}\"");
        await schema.SqlAsync($"CREATE TABLE \"{schema.Name}\".journal (entry text)");

        var refused = await Assert.ThrowsAsync<JournalException>(schema.OpenAsync);

        Assert.Equal(ErrorId.JournalCorrupt, refused.Id);
        Assert.Equal("journal", (await schema.SqlAsync($"SELECT relname FROM pg_class WHERE relnamespace = '\"{schema.Name}\"'::regnamespace")).Trim());
    }

    [Fact]
    public async Task Reading_where_there_is_no_journal_makes_none()
    {
        var schema = await TestSchema.MakeAsync();

        Assert.Null(await new PostgresJournalOpener(schema.Rules).OpenReaderAsync(schema.Location, Stop));

        Assert.Equal("0", (await schema.SqlAsync($"SELECT count(*) FROM pg_namespace WHERE nspname = '{schema.Name}'")).Trim());
    }

    [Fact]
    public async Task Tables_of_the_same_names_on_the_search_path_are_not_taken_for_the_journals()
    {
        var schema = await TestSchema.MakeAsync();
        await using var journal = await schema.OpenAsync();
        await schema.SqlAsync("CREATE TABLE IF NOT EXISTS public.run (id int); CREATE TABLE IF NOT EXISTS public.attempt (id int)");

        await journal.BeginRunAsync(Samples.Sample.Run, Stop);

        Assert.Equal("1", (await schema.SqlAsync($"SELECT count(*) FROM \"{schema.Name}\".run")).Trim());
        Assert.Equal("0", (await schema.SqlAsync("SELECT count(*) FROM public.run")).Trim());
    }

    private static string Version(int more) => (PostgresSchema.Current.Version + more).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
