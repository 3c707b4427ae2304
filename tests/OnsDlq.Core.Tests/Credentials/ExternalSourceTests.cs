using System.Diagnostics;
using OnsDlq.Credentials;
using OnsDlq.Credentials.Sources;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>Keys that a command prints, with real commands if there is a Unix shell.</summary>
public class ExternalSourceTests
{
    private const string Answer = """{"mode":"StsToken","access_key_id":"STS.x","access_key_secret":"secret","sts_token":"token","expiration":"2024-01-02T04:04:05Z"}""";

    [Fact]
    public async Task Keys_are_read_from_standard_output_while_standard_error_is_dropped_and_input_is_empty()
    {
        UnixOnly();
        using var outside = new Outside();
        var script = outside.Write("keys.sh", "cat; echo noise >&2; cat \"$1\"");
        WriteExternal(outside, $"sh {script} '{outside.Write("the answer.json", Answer)}'");

        Assert.Equal(
            new AccessKey("STS.x", "secret", "token", new DateTimeOffset(2024, 1, 2, 4, 4, 5, TimeSpan.Zero)), await outside.KeyAsync("p"));
    }

    [Theory]
    [InlineData("no-such-program-anywhere", "failed: It is not on the search path")]
    [InlineData("./no-such-program", "failed: It could not be started (system error 2)")]
    [InlineData("sh -c 'echo hidden-secret; echo hidden-secret >&2; exit 3'", "ended with exit code 3; run it by hand to see why")]
    [InlineData("sh -c 'cat /dev/zero'", "failed: It wrote too much")]
    public async Task A_command_that_fails_is_named_by_its_profile_and_not_quoted(string command, string how)
    {
        UnixOnly();
        using var outside = new Outside();
        WriteExternal(outside, command);

        var error = await Assert.ThrowsAsync<CredentialsException>(() => outside.KeyAsync("p"));
        Assert.Equal(ErrorId.CredentialSourceFailed, error.Id);
        Assert.Equal($"The process_command of profile 'p' (External) {how}.", error.Message);
    }

    [Theory]
    [InlineData("hidden-secret", "What the process_command of profile 'p' (External) answered is not a JSON object.")]
    [InlineData("[\"hidden-secret\"]", "What the process_command of profile 'p' (External) answered is not a JSON object.")]
    [InlineData("""{"mode":"AK","access_key_id":"hidden-secret"}""", "What the process_command of profile 'p' (External) answered has no access_key_secret.")]
    [InlineData("""{"mode":"StsToken","access_key_id":"i","access_key_secret":"hidden-secret"}""", "The process_command of profile 'p' (External) answered in mode StsToken without an sts_token.")]
    [InlineData("""{"mode":"Future","access_key_id":"i","access_key_secret":"hidden-secret"}""", "The process_command of profile 'p' (External) answered with a mode that no answer can have.")]
    public async Task An_answer_that_is_not_keys_is_an_error_that_does_not_quote_it(string output, string message)
    {
        using var outside = new Outside(processes: new ScriptedProcesses((_, _) => Task.FromResult(new ProcessOutcome(0, output))));
        WriteExternal(outside, "tool hidden-argument");

        var error = await Assert.ThrowsAsync<CredentialsException>(() => outside.KeyAsync("p"));
        Assert.Equal(message, error.Message);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_the_command_arrive_as_they_were_quoted()
    {
        var processes = new ScriptedProcesses((_, _) => Task.FromResult(new ProcessOutcome(0, Answer)));
        using var outside = new Outside(processes: processes);
        WriteExternal(outside, "tool --name 'a b' \\\"");
        await outside.KeyAsync("p");

        Assert.Equal(["tool", "--name", "a b", "\""], processes.Command);
    }

    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 300)]
    public async Task A_command_that_does_not_end_is_stopped_after_a_minute_and_at_a_terminal_after_five(bool atTerminal, int seconds)
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var outside = new Outside(processes: new ScriptedProcesses(async (_, cancellation) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        })
        {
            HasTerminal = atTerminal,
        });
        WriteExternal(outside, "tool");
        var key = outside.KeyAsync("p");
        await running.Task.WaitAsync(TestContext.Current.CancellationToken);
        outside.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.False(key.IsCompleted);
        outside.Clock.Advance(TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<CredentialsException>(() => key);
        Assert.Equal($"The process_command of profile 'p' (External) did not end within {seconds} s and was stopped.", error.Message);
    }

    [Fact]
    public async Task Cancelling_kills_the_command_and_what_it_started()
    {
        UnixOnly();
        using var outside = new Outside();
        var pids = Path.Combine(outside.Home, "pids");
        var script = outside.Write("hang.sh", $"sleep 300 & echo $$ $! > {pids}.part; mv {pids}.part {pids}; wait");
        WriteExternal(outside, "sh " + script);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var key = outside.Resolve(profileName: "p").Provider.GetAsync(cancellation.Token).AsTask();
        await HasStartedAsync(pids).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var started = (await File.ReadAllTextAsync(pids, TestContext.Current.CancellationToken)).Split().Where(id => id.Length > 0).Select(int.Parse).ToArray();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => key);
        Assert.Equal(2, started.Length);
        foreach (var id in started) await GoneAsync(id);
    }

    private static void WriteExternal(Outside outside, string command) => outside.WriteProfiles(
        "", $"\"name\":\"p\",\"mode\":\"External\",\"process_command\":{System.Text.Json.JsonSerializer.Serialize(command)}");

    private static async Task HasStartedAsync(string pids)
    {
        while (!File.Exists(pids)) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private static async Task GoneAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
        catch (ArgumentException)
        {
            // There is no process with this ID: it has ended.
        }
    }

    private static void UnixOnly() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a Unix shell.");

    private sealed class ScriptedProcesses(Func<IReadOnlyList<string>, CancellationToken, Task<ProcessOutcome>> run) : IProcessRunner
    {
        public IReadOnlyList<string> Command { get; private set; } = [];

        public bool HasTerminal { get; init; }

        public Task<ProcessOutcome> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
        {
            Command = command;
            return run(command, cancellationToken);
        }
    }
}
