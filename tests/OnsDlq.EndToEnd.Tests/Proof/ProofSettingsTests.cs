using OnsDlq.TestKit;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Proof;

public sealed class ProofSettingsTests
{
    [Theory]
    [InlineData(ProofSettings.RunsVariable)]
    [InlineData(ProofSettings.SeedVariable)]
    public void What_is_asked_of_the_proofs_outlives_the_cleaning_of_the_environment(string variable)
    {
        Assert.False(CleanEnvironment.IsCleared(variable));
        Assert.True(CleanEnvironment.IsCleared("ONSDLQ_JOURNAL"));
        Assert.True(CleanEnvironment.IsCleared("ALIBABA_CLOUD_ACCESS_KEY_ID"));
    }

    [Fact]
    public void Processes_are_compiled_for_short_lives_except_where_long_proofs_are_asked_for()
    {
        Assert.NotEmpty(ShortLives.Settings(null));
        Assert.Empty(ShortLives.Settings("1000"));
        Assert.All(
            ShortLives.Settings(Environment.GetEnvironmentVariable(ProofSettings.RunsVariable)),
            setting => Assert.Equal(setting.Value, ConsoleProgram.Pwsh.StartInfo([]).Environment[setting.Key]));
    }

    [Fact]
    public void A_number_is_read_and_nothing_is_no_number()
    {
        Assert.Equal(1000, ProofSettings.Number("X", "1000"));
        Assert.Null(ProofSettings.Number("X", ""));
        Assert.Null(ProofSettings.Number("X", null));
    }

    [Theory]
    [InlineData("1,000")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("many")]
    public void Anything_else_is_an_error_and_not_the_default(string value) =>
        Assert.Throws<FormatException>(() => ProofSettings.Number("X", value));
}
