using OnsDlq.Credentials;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>The rules of proof: decides the status of a resend from its answer or from the lack of one.</summary>
internal static class ResendClassifier
{
    /// <summary>How many of the IDs that an answer lists are kept. A call names one message, so a longer list is not a proper answer.</summary>
    public const int MostKept = 10;

    /// <summary>Judges an answer with HTTP status 200.</summary>
    /// <param name="msgId">The message that was to be resent.</param>
    /// <param name="answer">The service's answer.</param>
    public static ResendVerdict Judge(string msgId, ResendAnswer answer)
    {
        var verdict = new ResendVerdict(ResendStatus.Unknown, answer)
        {
            FailedMsgId = [.. answer.ListedMsgIds.Take(MostKept).Select(id => SafeText.Of(id, SafeText.LongestName))],
            ErrorMessage = null,
            Date = answer.Date,
        };
        if (answer.ErrorCode is not null || answer.ErrorMessage is not null)
            return verdict with { ErrorMessage = answer.ErrorMessage ?? "The answer has HTTP status 200 and an error code inside." };

        if (answer.Oddity is not null)
            return verdict with { ErrorMessage = $"The answer is not that of a plain success. {answer.Oddity}" };

        if (answer.ListedMsgIds.Any(listed => !IsSame(listed, msgId)))
            return verdict with { ErrorMessage = "The answer lists something else than the message that was to be resent." + NotKept(answer) };

        if (answer.ListedMsgIds.Count > 0)
        {
            return verdict with
            {
                Status = ResendStatus.Failed,
                ErrorMessage = "The service lists the message among those it could not resend." + NotKept(answer),
            };
        }

        return string.IsNullOrEmpty(answer.RequestId)
            ? verdict with { ErrorMessage = "The answer carries no request ID, so it may not be the service's." }
            : verdict with { Status = ResendStatus.Accepted };
    }

    /// <summary>Judges a call without a 200 answer. Whatever proves nothing is Unknown, including unexpected exceptions.</summary>
    public static ResendVerdict Judge(Exception error) => error switch
    {
        ServiceException service => new(Refusal.Proves(service) ? ResendStatus.Rejected : ResendStatus.Unknown, FactsOf(error)) { Date = service.Date },
        // Keys are fetched before a try is signed, and a try is repeated only after proof that the one before was not executed.
        CredentialsException => new(ResendStatus.Rejected, FactsOf(error)),
        OperationCanceledException => new(ResendStatus.Unknown) { ErrorMessage = "The call was aborted; how far it got is not known." },
        _ => new(ResendStatus.Unknown, FactsOf(error)),
    };

    /// <summary>The facts that an error holds on the failed call, a resend or a look-up.</summary>
    public static ResendFacts FactsOf(Exception error)
    {
        var service = error as ServiceException;
        return new() { RequestId = service?.RequestId, ErrorCode = service?.Code, ErrorMessage = error.Message, Tries = service?.Tries ?? 0 };
    }

    private static string NotKept(ResendAnswer answer) => answer.ListedMsgIds.Count <= MostKept
        ? ""
        : FormattableString.Invariant($" It lists {answer.ListedMsgIds.Count} IDs, of which the first {MostKept} are kept.");

    private static bool IsSame(string listed, string msgId) => string.Equals(listed, msgId, StringComparison.OrdinalIgnoreCase);
}
