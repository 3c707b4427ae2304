using FsCheck;
using FsCheck.Fluent;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Postgres;
using OnsDlq.Journal.Tests.Sqlite;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>
/// For any order of actions of holders, a person and the service: without an override a message is delivered at most once
/// plus once for each return, there is one claim at a time, and nothing that was executed is lost.
/// </summary>
public sealed class NeverTwiceTests
{
    private static readonly Arbitrary<int[]> Commands =
        Arb.ToArbitrary(Gen.Choose(0, 1_000_000).ArrayOf(160), Shorter);

    [Fact]
    public void Nothing_is_delivered_twice_by_accident_nor_lost() => Prop
        .ForAll(Commands, async commands => await World.RunAsync(new MemoryJournal(), commands))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Nor_with_clocks_that_are_wrong_beyond_the_margin_and_are_set_now_and_then() => Prop
        .ForAll(Commands, async commands => await World.RunAsync(new MemoryJournal(), commands, isWild: true))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Nor_with_a_journal_in_a_file() => Prop
        .ForAll(Commands, async commands =>
        {
            using var folder = new TestFolder();
            await using var journal = (await new SqliteJournalOpener().OpenAsync(folder.File(), World.Stop)).Journal;
            await World.RunAsync(journal, commands);
        })
        .Check(Config.QuickThrowOnFailure.WithMaxTest(5));

    [Fact]
    public async Task Nor_with_a_journal_in_a_database()
    {
        await TestSchema.MakeAsync();
        Prop.ForAll(Commands, async commands =>
        {
            await using var journal = await (await TestSchema.MakeAsync()).OpenAsync();
            await World.RunAsync(journal, commands);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3));
    }

    /// <summary>Removes smaller and smaller parts, so that a failure is reported with few commands.</summary>
    private static IEnumerable<int[]> Shorter(int[] commands)
    {
        for (var piece = commands.Length / 2; piece > 0; piece /= 2)
        {
            for (var from = 0; from + piece <= commands.Length; from += piece) yield return [.. commands[..from], .. commands[(from + piece)..]];
        }
    }
}
