using System.Globalization;
using System.Management.Automation;
using OnsDlq.Shell.Hosting;

namespace OnsDlq.Shell.Rehearsal;

/// <summary>One resend from listing to proof, against a local sandbox, with the commands a person would type.</summary>
internal sealed class RehearsalPlay(ShellSession session, Narrator narrator, CancellationToken stop)
{
    private const string Group = "GID_orders";
    private const string Resend = "OnsDLQMessageResendById";

    /// <summary>Plays it and gives the exit code: 0 where the module and the sandbox's ledger agree.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C was pressed or the shell was told to end.</exception>
    public int Run()
    {
        narrator.Title("A rehearsal of OnsDlq. Nothing here leaves this machine.");
        try
        {
            return Play();
        }
        catch (Exception error) when (error is HttpRequestException or RuntimeException && !stop.IsCancellationRequested)
        {
            narrator.Verdict(false, $"The rehearsal cannot go on: {error.Message}");
            return ExitCode.Failure;
        }
        finally
        {
            session.Ask("Stop-OnsDlqSandbox -Confirm:$false -ErrorAction Ignore");
        }
    }

    private int Play()
    {
        narrator.Say("A sandbox plays the service and checks every signature. It starts with the queues of a shop after a bad day.");
        Do("Start-OnsDlqSandbox -OutVariable sandbox", mustSucceed: true);
        using var control = new SandboxControl((Uri)One("$sandbox[0].Control"));

        narrator.Say("These messages were given up by their consumers. Each stays three days, then the service deletes it.");
        Do($"Get-OnsDlqMessage {Group} -OutVariable letters");

        narrator.Say("-WhatIf shows what would be sent, and sends nothing. Any filter may stand in between.");
        Do("$letters | Where-Object Tag -eq cancelled | Invoke-OnsDlqResend -WhatIf");

        narrator.Say("Now some trouble: the service will turn one request away as one too many, and lose one answer after it has carried out the " +
            "request. Without -Confirm:$false, OnsDlq would ask before each message.");
        control.Add(
            new { action = Resend, msgId = One("$letters[14].MsgId"), fault = "throttle", times = 1 },
            new { action = Resend, msgId = One("$letters[9].MsgId"), fault = "acceptThenDrop", times = 1 });
        Do("$since = [datetime]::Now");
        Do("$letters | Invoke-OnsDlqResend -Confirm:$false -OutVariable results");

        narrator.Say("The throttled message took two tries: a refusal proves that nothing was sent, so it was tried again. The lost answer " +
            "proves nothing, so the message is Unknown and was not sent again by itself.");
        narrator.Say("And the same command again, by mistake or after a power cut? The journal remembers, and nothing is sent. -Override would lift " +
            "what is named under Detail.");
        Do("$again = $letters | Invoke-OnsDlqResend -Confirm:$false");
        Do("$again[8..10]");

        narrator.Say("A resent message stays in the queue. One that fails again is there once more, under the same ID:");
        Do($"Get-OnsDlqMessage {Group} -StartTime $since");

        return Compare(control);
    }

    private int Compare(SandboxControl control)
    {
        narrator.Say("Is all that true? The sandbox counted for itself what it delivered:");
        var check = new DeliveryCheck(Told(), control.Ledger());
        narrator.Line();
        narrator.Line($"{"MsgId",-32}  {"The module",-12}  {"The ledger",-14}");
        narrator.Line($"{new string('-', 32)}  {new string('-', 12)}  {new string('-', 14)}");
        foreach (var row in check.Rows)
        {
            narrator.Line($"{row.MsgId,-32}  {row.Status,-12}  {Counted(row)}");
        }
        narrator.Line();
        var counts = check.Rows.GroupBy(row => row.Status).Select(rows => $"{rows.Count()} {rows.Key}");
        narrator.Line($"The module: {string.Join(", ", counts)}, in {check.Tries} calls. The ledger: {check.Delivered} deliveries.");
        foreach (var trouble in check.Trouble)
        {
            narrator.Verdict(false, trouble);
        }
        narrator.Verdict(check.Trouble.Count == 0, check.Trouble.Count == 0
            ? "Both agree: every Accepted message was delivered once, the Unknown one at most once, none twice."
            : "The module and the ledger disagree.");
        narrator.Say("The same by hand: run the shell without a word and begin with Start-OnsDlqSandbox.");
        return check.Trouble.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static string Counted(DeliveryRow row)
    {
        var count = row.Deliveries == 1 ? "1 delivery" : string.Create(CultureInfo.InvariantCulture, $"{row.Deliveries} deliveries");
        return count + (!row.Agrees ? "  <- cannot be" : row.Status == "Unknown" ? "  (or none)" : string.Empty);
    }

    private List<ToldResult> Told() =>
    [
        .. session.Ask("$results").OfType<PSObject>().Select(result => new ToldResult(
            (string)result.Properties["MsgId"].Value, result.Properties["Status"].Value.ToString()!, (int)result.Properties["Tries"].Value)),
    ];

    private void Do(string command, bool mustSucceed = false)
    {
        narrator.Type(command);
        switch (session.Run(command))
        {
            case RunOutcome.Stopped:
                throw new OperationCanceledException(stop);
            case RunOutcome.Broken:
            case RunOutcome.Failed when mustSucceed:
                throw new RuntimeException($"'{command}' ended with the error above.");
            default:
                stop.ThrowIfCancellationRequested();
                break;
        }
    }

    private object One(string expression) => session.Ask(expression) is [{ BaseObject: { } value }]
        ? value
        : throw new RuntimeException($"'{expression}' is nothing.");
}
