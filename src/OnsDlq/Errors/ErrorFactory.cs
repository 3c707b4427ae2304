using System.Management.Automation;
using OnsDlq.Archive;
using OnsDlq.Journal;
using OnsDlq.Report;
using OnsDlq.Transport;

namespace OnsDlq.Errors;

/// <summary>Makes all error records.</summary>
internal static class ErrorFactory
{
    /// <summary>Makes the record of any exception; one that is not the module's own is reported as a defect.</summary>
    /// <param name="exception">The exception; it stays in the record.</param>
    /// <param name="target">The target; null for the one that the exception names.</param>
    public static ErrorRecord From(Exception exception, object? target = null) => exception switch
    {
        CommandException e => Make(e.Id, e.Message, target ?? e.Target, e),
        ServiceException e => Make(e.Id, Describe(e), target ?? e.Host, e, ActionFor(e)),
        JournalException e => Make(e.Id, e.Message, target ?? e.Location, e),
        ArchiveException e => Make(e.Id, e.Message, target ?? e.Path, e),
        ReportException e => Make(e.Id, e.Message, target ?? e.Path, e),
        _ => Make(IdOf(exception), exception.Message, target, exception),
    };

    /// <summary>Whether everything else that the command could do would fail, too.</summary>
    public static bool EndsCommand(Exception exception) => ErrorCatalog.Kinds[IdOf(exception)].EndsCommand;

    /// <summary>Makes a record.</summary>
    /// <param name="id">The error's ID.</param>
    /// <param name="message">The message that the user reads.</param>
    /// <param name="target">The target, such as the message ID.</param>
    /// <param name="exception">The cause; null to make one with the message.</param>
    /// <param name="recommendedAction">What to do, where there is better advice than the catalog's; null for that.</param>
    public static ErrorRecord Make(ErrorId id, string message, object? target, Exception? exception = null, string? recommendedAction = null)
    {
        var kind = ErrorCatalog.Kinds[id];
        return new ErrorRecord(
            UserInfo.Strip(exception) ?? new CommandException(id, message, target), id.ToString(), kind.Category,
            target is string text ? UserInfo.Strip(text) : target)
        {
            ErrorDetails = new ErrorDetails(UserInfo.Strip(message)) { RecommendedAction = recommendedAction ?? kind.RecommendedAction },
        };
    }

    /// <summary>Describes the error of a call, with the service's code and request ID.</summary>
    public static string Describe(ServiceException exception)
    {
        string?[] facts =
        [
            Fact("Code", exception.Code, exception.Message),
            Fact("RequestId", exception.RequestId, exception.Message),
        ];
        var missing = string.Join(", ", facts.Where(fact => fact is not null));
        return missing.Length == 0 ? exception.Message : $"{exception.Message} ({missing})";
    }

    private static ErrorId IdOf(Exception exception) => exception is OnsDlqException ours ? ours.Id : ErrorId.UnexpectedError;

    private static string? Fact(string name, string? value, string message) =>
        string.IsNullOrEmpty(value) || message.Contains(value, StringComparison.Ordinal) ? null : $"{name}: {value}";

    // The advice for the service's code takes precedence over that for the error ID.
    private static string? ActionFor(ServiceException exception)
    {
        var row = PermissionAdvice.Denied(exception) is null ? ServiceCodes.Find(exception.Code) : null;
        var advice = row?.Id == exception.Id ? row.Advice : null;
        if (advice is null && exception.Id == ErrorId.PermissionDenied && PermissionAdvice.Missing(exception) is not null)
            advice = ServiceCode.GrantPermission;
        return advice is null ? null : PermissionAdvice.Complete(advice, exception);
    }
}
