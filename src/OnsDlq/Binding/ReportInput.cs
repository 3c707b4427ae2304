using System.Collections;
using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Evidence;
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
                case ResendEvidence evidence: return ReportRows.Of(evidence);
                case ResendRun run:
                    runId = run.RunId;
                    return null;
                case null: throw InputMembers.Unreadable("nothing was given.");
                default: return Read(input, new InputMembers(input), out runId);
            }
        }
        catch (CommandException exception)
        {
            var target = exception.Target ?? (input?.BaseObject is PSCustomObject ? input : input?.BaseObject);
            error = ErrorFactory.Make(exception.Id, exception.Message, target, exception, Advice);
            return null;
        }
    }

    private static ReportRow? Read(PSObject input, InputMembers members, out string? runId)
    {
        var (isMessage, isResend) = (members.Has("MsgId") || members.Has("MessageId"), members.Has("Status") || members.Has("Verdict"));
        var isSaved = input.BaseObject is PSCustomObject or IDictionary;
        if (!isSaved && !(isMessage && isResend))
            throw InputMembers.Unreadable($"a {Printable.Of(input.TypeNames.FirstOrDefault())} is no dead letter, result, attempt, evidence or run.");
        runId = isMessage ? null : members.Text("RunId");
        return runId is null ? Read(input, members) : null;
    }

    private static ReportRow Read(PSObject input, InputMembers members)
    {
        var status = Named(members, "Status", RowCounts.Statuses);
        var verdict = Named(members, "Verdict", RowCounts.Verdicts);
        // A dead letter has the verdict on its last resend, but no status. Of the others, only attempts tell the machine.
        if (status is null && (verdict is null || members.Has("StoreTimestamp"))) return ReportRows.Of(SavedMessage.Read(input));
        var kind = members.Has("Machine") ? RowKind.Attempt : verdict is null ? RowKind.Result : RowKind.Evidence;
        return new()
        {
            Kind = kind,
            RunId = kind == RowKind.Evidence ? members.Text("RunId") : null,
            MsgId = members.Text("MsgId") ?? members.Text("MessageId") ?? throw new CommandException(ErrorId.MissingMsgId, "The object has no message ID."),
            GroupId = members.Text("GroupId"),
            InstanceId = members.Text("InstanceId"),
            RegionId = members.Text("RegionId"),
            Topic = members.Shown("Topic"),
            Tag = members.Shown("Tag"),
            Key = members.Shown("Key"),
            Status = status,
            // The reason of a result is why it was skipped, that of evidence why it shows nothing, and that of an attempt what a person said.
            SkipReason = kind == RowKind.Result ? Named(members, "Reason", Enum.GetNames<SkipReason>()) : null,
            Verdict = verdict,
            VerdictReason = Named(members, kind == RowKind.Evidence ? "Reason" : "VerdictReason", Enum.GetNames<EvidenceReason>()),
            ErrorCode = members.AnyText("ErrorCode"),
            Words = members.AnyText("ErrorMessage") ?? members.AnyText(kind == RowKind.Attempt ? "Reason" : "BlockReason"),
            Round = Round(members),
            Time = TimeOf(members, kind),
            ExpiresAt = ReportRows.ExpiryOf(members.Moment("StoreTimestamp")),
        };
    }

    private static DateTimeOffset? TimeOf(InputMembers members, RowKind kind)
    {
        var time = kind == RowKind.Evidence ? members.Moment("EventTime") : members.Moment("StartTime");
        return time is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
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
