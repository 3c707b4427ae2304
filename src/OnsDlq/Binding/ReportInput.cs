using System.Collections;
using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Report;
using OnsDlq.Resend;
using OnsDlq.Saving;

namespace OnsDlq.Binding;

/// <summary>
/// Reads the input of a report: dead letters, results, attempts, evidence, and what CSV, JSON or Clixml kept of them. What an object is, is known
/// by its properties.
/// </summary>
internal static class ReportInput
{
    private const string Advice =
        "Pipe dead letters, results, attempts, evidence or runs, as the commands emit them, or rows of a file that have their properties.";

    /// <summary>Reads one input; null with the error where it is none of these, and null without one where it is a run.</summary>
    /// <param name="input">The input.</param>
    /// <param name="runId">The ID of the run; null where it is none.</param>
    /// <param name="error">Why it cannot be read.</param>
    public static ReportRow? TryRead(PSObject? input, out string? runId, out ErrorRecord? error)
    {
        (runId, error) = (null, null);
        try
        {
            switch (input?.BaseObject)
            {
                case DeadLetter message: return ReportRows.Of(message);
                case ResendResult result: return ReportRows.Of(result);
                case ResendAttempt attempt: return ReportRows.Of(attempt);
                case ResendRun run:
                    runId = run.RunId;
                    return null;
                case PSCustomObject or IDictionary:
                    var members = new InputMembers(input);
                    runId = members.Has("MsgId") || members.Has("MessageId") ? null : members.Text("RunId");
                    return runId is null ? Read(input, members) : null;
                case null: throw InputMembers.Unreadable("nothing was given.");
                default: throw InputMembers.Unreadable($"a {Printable.Of(input.TypeNames.FirstOrDefault())} is no dead letter, result, attempt, evidence or run.");
            }
        }
        catch (CommandException exception)
        {
            var target = exception.Target ?? (input?.BaseObject is PSCustomObject ? input : input?.BaseObject);
            error = ErrorFactory.Make(exception.Id, exception.Message, target, exception, Advice);
            return null;
        }
    }

    private static ReportRow Read(PSObject input, InputMembers members)
    {
        var status = Named(members, "Status", RowCounts.Statuses);
        var verdict = Named(members, "Verdict", RowCounts.Verdicts);
        if (status is null && verdict is null) return ReportRows.Of(SavedMessage.Read(input));
        // Of these, only attempts tell the machine. Their reason is what a person said; that of a result is why it was skipped.
        var kind = members.Has("Machine") ? RowKind.Attempt : verdict is null ? RowKind.Result : RowKind.Evidence;
        return new()
        {
            Kind = kind,
            MsgId = members.Text("MsgId") ?? members.Text("MessageId") ?? throw new CommandException(ErrorId.MissingMsgId, "The object has no message ID."),
            GroupId = members.Text("GroupId"),
            InstanceId = members.Text("InstanceId"),
            RegionId = members.Text("RegionId"),
            Topic = members.Shown("Topic"),
            Tag = members.Shown("Tag"),
            Key = members.Shown("Key"),
            Status = status,
            SkipReason = kind == RowKind.Result ? Named(members, "Reason", Enum.GetNames<SkipReason>()) : null,
            Verdict = verdict,
            ErrorCode = members.AnyText("ErrorCode"),
            Words = members.AnyText("ErrorMessage") ?? members.AnyText(kind == RowKind.Result ? "BlockReason" : "Reason"),
            Round = Round(members),
            Time = members.Moment("StartTime") is { } sent ? DateTimeOffset.FromUnixTimeMilliseconds(sent) : null,
            ExpiresAt = ReportRows.ExpiryOf(members.Moment("StoreTimestamp")),
        };
    }

    private static string? Named(InputMembers members, string name, IReadOnlyList<string> names) => members.Text(name) is not { } text
        ? null
        : names.FirstOrDefault(one => one.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw InputMembers.Unreadable($"its {name} is '{Printable.Brief(text)}', and not one of {string.Join(", ", names)}.");

    private static int? Round(InputMembers members) => members.Text("Round") switch
    {
        null => null,
        var text when ExactNumber.Of(text) is { } number and <= int.MaxValue => (int)number,
        var text => throw InputMembers.Unreadable($"its Round is no number: '{Printable.Brief(text)}'."),
    };
}
