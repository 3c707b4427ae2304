using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Pace;
using OnsDlq.Signing;

namespace OnsDlq.Transport;

/// <summary>
/// Makes calls, each of as many tries as its kind allows. A try takes a slot of the pace, is given keys, is announced, and at its
/// slot is signed and sent.
/// </summary>
/// <param name="sender">Makes one try.</param>
/// <param name="credentials">Asked at every try.</param>
/// <param name="pace">Shared by all calls.</param>
/// <param name="time">Waits and measures.</param>
/// <param name="jitter">Gives random numbers from 0 to 1.</param>
internal sealed class ServiceCaller(ITrySender sender, ICredentialsProvider credentials, IPace pace, TimeProvider time, Func<double> jitter)
{
    /// <summary>Makes a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="context">What the command says about its calls.</param>
    /// <param name="beforeTry">
    /// Awaited right before each try is signed, given its number from 1; gives the date that the try is signed with. Asked again for the
    /// same try where that came too late for its slot. Null signs with now.
    /// </param>
    /// <param name="cancellationToken">
    /// Ends the call, as <see cref="CallContext.StopWaiting"/> does before a try: a query with <see cref="OperationCanceledException"/>, a resend with a <see cref="ServiceException"/> that tells how
    /// far it got.
    /// </param>
    /// <exception cref="ServiceException">No try succeeded: the last one's error.</exception>
    /// <exception cref="CredentialsException">There are no keys; the try was not sent.</exception>
    public async Task<ServiceAnswer> CallAsync(
        ServiceCall call, CallContext context, Func<int, CancellationToken, ValueTask<DateTimeOffset>>? beforeTry, CancellationToken cancellationToken)
    {
        using var waits = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.StopWaiting);
        var waiting = waits.Token;
        AccessKey? refusedKey = null;
        var wait = TimeSpan.Zero;
        for (var number = 1; ; number++)
        {
            AccessKey key;
            DateTimeOffset date;
            PaceSlot slot;
            try
            {
                if (wait > TimeSpan.Zero) await Task.Delay(wait, time, waiting).ConfigureAwait(false);
                do
                {
                    // Asked for twice: whose pace it is must be known, and keys may be renewed while the slot is waited for.
                    key = await credentials.GetAsync(waiting).ConfigureAwait(false);
                    slot = await pace.TakeAsync(call.Paced(key, context), waiting).ConfigureAwait(false);
                    try
                    {
                        key = await credentials.GetAsync(waiting).ConfigureAwait(false);
                        date = beforeTry is null ? time.GetUtcNow() : await beforeTry(number, waiting).ConfigureAwait(false);
                    }
                    catch
                    {
                        pace.GiveBack(slot);
                        throw;
                    }
                }
                while (!await pace.LeaveAsync(slot, waiting).ConfigureAwait(false));
                waiting.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException canceled) when (call.Kind == CallKind.Resend && waiting.IsCancellationRequested)
            {
                throw new ServiceException(ErrorId.CallAborted, "The call was aborted before anything of it was sent.", canceled)
                {
                    Action = call.Action,
                    Host = sender.Host,
                    Reach = RequestReach.NotWritten,
                    Tries = number - 1,
                };
            }

            var began = time.GetTimestamp();
            try
            {
                var answer = await sender.SendAsync(call, key, date, context.TryTimeout, cancellationToken).ConfigureAwait(false);
                await ReportAsync(slot, isAnswered: true, answer.IsThrottling, answer.RetryAfter).ConfigureAwait(false);
                Observe(context, Record(call, number, began) with
                {
                    StatusCode = answer.StatusCode,
                    Code = answer.Error?.Code,
                    RequestId = answer.RequestId,
                });
                return answer with { Tries = number };
            }
            catch (ServiceException error)
            {
                error.Tries = number;
                var held = await ReportAsync(slot, error.Reach == RequestReach.Answered, error.IsThrottling, error.RetryAfter).ConfigureAwait(false);
                TimeSpan? next = null;
                if (RetryRule.TryAgain(call.Kind, error, number))
                {
                    var backOff = RetryWait.After(number, jitter(), error.RetryAfter);
                    next = backOff > held ? backOff : held;
                }
                else if (call.Kind == CallKind.Query && error.Id == ErrorId.TokenRejected && refusedKey is null)
                {
                    refusedKey = key;
                    if (await HasOtherKeyAsync(key, cancellationToken).ConfigureAwait(false)) next = TimeSpan.Zero;
                }

                Observe(context, Record(call, number, began) with
                {
                    StatusCode = error.StatusCode,
                    Code = error.Code,
                    RequestId = error.RequestId,
                    RetryIn = next,
                });
                if (call.Kind == CallKind.Query) cancellationToken.ThrowIfCancellationRequested();
                if (next is null) throw;
                wait = next.Value;
            }
        }
    }

    // What a pace makes of a call must never change what became of it: an executed resend would look like one that was never sent.
    private async ValueTask<TimeSpan> ReportAsync(PaceSlot slot, bool isAnswered, bool isThrottling, TimeSpan? retryAfter)
    {
        try
        {
            if (isThrottling) return await pace.ThrottledAsync(slot, retryAfter).ConfigureAwait(false);
            if (isAnswered) await pace.AnsweredAsync(slot).ConfigureAwait(false);
            return TimeSpan.Zero;
        }
        catch (Exception)
        {
            return TimeSpan.Zero;
        }
    }

    // A token that was refused is worth one more try only where another has taken its place by now.
    private async ValueTask<bool> HasOtherKeyAsync(AccessKey refused, CancellationToken cancellationToken)
    {
        try
        {
            return await credentials.GetAsync(cancellationToken).ConfigureAwait(false) != refused;
        }
        catch (CredentialsException)
        {
            return false;
        }
    }

    private CallRecord Record(ServiceCall call, int number, long began) =>
        new(call.Action, sender.Host, number, null, null, null, time.GetElapsedTime(began), null);

    // What a log makes of a try must never change what became of it.
    private static void Observe(CallContext context, CallRecord record)
    {
        try
        {
            context.Observer?.Invoke(record);
        }
        catch (Exception)
        {
            return;
        }
    }
}
