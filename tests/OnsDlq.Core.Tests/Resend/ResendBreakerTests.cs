using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

public sealed class ResendBreakerTests
{
    private static readonly Exception NoConnection = Failure.Of(ErrorId.ServiceUnreachable, RequestReach.NotWritten);
    private static readonly Exception Refusal = Failure.Of(ErrorId.PermissionDenied, RequestReach.Answered, 403, "NoPermission");

    // One letter for each outcome: A ccepted, F ailed, R ejected by a refusal, C onnection not made, U nknown, S kipped; for look-ups: L without
    // an answer, N without a message.
    [Theory]
    [InlineData("UUUU", null)]
    [InlineData("UUUUU", "5 outcomes in a row are unknown")]
    [InlineData("CCCC", null)]
    [InlineData("CCCCC", "no connection could be made for 5 messages in a row")]
    [InlineData("UCUCU", "of 5 messages in a row, the outcome of 3 is unknown and 2 met no connection")]
    [InlineData("UUUUAUUUU", null)]
    [InlineData("UUUURUUUU", null)]
    [InlineData("UUUUFUUUU", null)]
    [InlineData("UUUUSU", "5 outcomes in a row are unknown")]
    [InlineData("RRRRRRRRRR", null)]
    [InlineData("SSSSSSSSSS", null)]
    [InlineData("AAAAAAAAAA", null)]
    [InlineData("FF", null)]
    [InlineData("FFF", "the service reported 3 messages in a row as not resent")]
    [InlineData("FFAF", null)]
    [InlineData("FFRFF", null)]
    [InlineData("FFUFF", null)]
    [InlineData("FFCFF", null)]
    [InlineData("LL", null)]
    [InlineData("LLL", "the service gave no answer for 3 messages in a row that were looked up")]
    [InlineData("LSLSL", "the service gave no answer for 3 messages in a row that were looked up")]
    [InlineData("LLNLL", null)]
    [InlineData("LLALL", null)]
    [InlineData("LLRLL", null)]
    [InlineData("NNNNNNNNNN", null)]
    [InlineData("UUUUNU", "5 outcomes in a row are unknown")]
    [InlineData("UUUNNNUU", "5 outcomes in a row are unknown")]
    [InlineData("UULUL", "of 5 messages in a row, the outcome of 3 is unknown, 0 met no connection and 2 could not be looked up")]
    [InlineData("FFLF", "the service reported 3 messages in a row as not resent")]
    [InlineData("FFNF", "the service reported 3 messages in a row as not resent")]
    [InlineData("FFSF", "the service reported 3 messages in a row as not resent")]
    public void Enough_bad_outcomes_in_a_row_trip_it(string outcomes, string? seen)
    {
        var breaker = new ResendBreaker();

        foreach (var outcome in outcomes[..^1]) Assert.Null(breaker.Note(Outcome(outcome)));
        var tripped = breaker.Note(Outcome(outcomes[^1]));

        if (seen is null) Assert.Null(tripped);
        else Assert.Contains(seen, tripped!.Message, StringComparison.Ordinal);
    }

    private static ResendOutcome Outcome(char letter) => letter switch
    {
        'A' => Of(ResendStatus.Accepted),
        'F' => Of(ResendStatus.Failed),
        'R' => Of(ResendStatus.Rejected, Refusal),
        'C' => Of(ResendStatus.Rejected, NoConnection),
        'L' => ResendOutcome.NotSent(ResendStage.Message(), Failure.Of(ErrorId.TimedOut, RequestReach.Written)),
        'N' => ResendOutcome.NotSent(ResendStage.Message(), Failure.Of(ErrorId.MessageNotFound, RequestReach.Answered)),
        'U' => Of(ResendStatus.Unknown),
        _ => Of(ResendStatus.Skipped),
    };

    private static ResendOutcome Of(ResendStatus status, Exception? cause = null) => new(new(ResendStage.Message(), status), cause);
}
