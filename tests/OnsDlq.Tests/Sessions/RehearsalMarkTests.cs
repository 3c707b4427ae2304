using OnsDlq.Rehearsal;

namespace OnsDlq.Tests.Sessions;

[Collection(nameof(ProcessWide))]
public sealed class RehearsalMarkTests
{
    private static readonly Uri One = new("http://127.0.0.1:5001/");
    private static readonly Uri Two = new("http://127.0.0.1:5002/");

    private static string? Variable => Environment.GetEnvironmentVariable(RehearsalMark.Variable);

    [Fact]
    public void A_rehearsal_of_ones_own_is_marked_for_others_as_long_as_it_lasts()
    {
        RehearsalMark.Add(One);
        RehearsalMark.Add(Two);
        Assert.Null(RehearsalMark.Elsewhere);
        Assert.EndsWith("127.0.0.1:5002", Variable, StringComparison.Ordinal);

        RehearsalMark.Remove(Two);
        RehearsalMark.Remove(Two);
        Assert.EndsWith("127.0.0.1:5001", Variable, StringComparison.Ordinal);

        RehearsalMark.Remove(One);
        Assert.Null(Variable);
    }

    [Fact]
    public void A_mark_that_was_inherited_comes_back()
    {
        Environment.SetEnvironmentVariable(RehearsalMark.Variable, "process 1 at 127.0.0.1:5000");
        try
        {
            RehearsalMark.Add(One);
            Assert.Equal("process 1 at 127.0.0.1:5000", RehearsalMark.Elsewhere);
            RehearsalMark.Remove(One);
            Assert.Equal("process 1 at 127.0.0.1:5000", Variable);
        }
        finally
        {
            Environment.SetEnvironmentVariable(RehearsalMark.Variable, null);
        }
    }
}
