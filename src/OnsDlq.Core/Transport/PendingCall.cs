using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Pace;
using OnsDlq.Signing;

namespace OnsDlq.Transport;

/// <summary>
/// One call, made try by try in a loop of the caller's: take a turn, do what must be done before the try, leave, send; then the same again where
/// the try is worth repeating. Not thread-safe.
/// </summary>
internal sealed class PendingCall(
    ITrySender sender, ICredentialsProvider credentials, IPace pace, TimeProvider time, Func<double> jitter, ServiceCall call, CallContext context,
    Func<CancellationToken, ValueTask<string?>>? account = null)
{
    private int _tries;
    private TimeSpan _wait;
    private AccessKey? _key;
    private PaceSlot? _slot;
    private AccessKey? _refusedKey;

    /// <summary>
    /// Returns when it is time to prepare the next try: waits for the back-off after the last one, for keys, and for a slot of the pace.
    /// </summary>
    /// <param name="cancellationToken">
    /// Ends the waiting: of a query with <see cref="OperationCanceledException"/>, of a resend with a <see cref="ServiceException"/> that tells
    /// how far the request got.
    /// </param>
    /// <exception cref="CredentialsException">There are no keys.</exception>
    public async ValueTask TakeTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_wait > TimeSpan.Zero) await Task.Delay(_wait, time, cancellationToken).ConfigureAwait(false);
            _wait = TimeSpan.Zero;

            // Keys are fetched twice: the first ones decide which pace it is, and they may be renewed while the call waits for its slot.
            var key = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
            var payer = await AccountAsync(cancellationToken).ConfigureAwait(false);
            _slot = await pace.TakeAsync(call.Paced(key, context, payer), cancellationToken).ConfigureAwait(false);
            try
            {
                _key = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                GiveTurnBack();
                throw;
            }
        }
        catch (OperationCanceledException canceled) when (IsAborted(cancellationToken))
        {
            throw Aborted(canceled);
        }
    }

    /// <summary>Gives the slot back: the try is not made.</summary>
    public void GiveTurnBack() => pace.GiveBack(_slot!);

    /// <summary>Waits for the slot. False where it has passed meanwhile, or calls are held: then another turn must be taken.</summary>
    /// <param name="cancellationToken">Ends the waiting, as in <see cref="TakeTurnAsync"/>.</param>
    public async ValueTask<bool> LeaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await pace.LeaveAsync(_slot!, cancellationToken).ConfigureAwait(false)) return false;
            cancellationToken.ThrowIfCancellationRequested();
            return true;
        }
        catch (OperationCanceledException canceled) when (IsAborted(cancellationToken))
        {
            throw Aborted(canceled);
        }
    }

    /// <summary>Makes the try. Null where it failed and is worth repeating: it was certainly not executed, or is idempotent.</summary>
    /// <param name="date">The date that it is signed with.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="ServiceException">
    /// It failed and is not repeated; for an aborted resend the error tells how far the request got.
    /// </exception>
    public async Task<ServiceAnswer?> SendAsync(DateTimeOffset date, CancellationToken cancellationToken)
    {
        _tries++;
        var began = time.GetTimestamp();
        try
        {
            var answer = await sender.SendAsync(call, _key!, date, context.TryTimeout, cancellationToken).ConfigureAwait(false);
            await ReportAsync(isAnswered: true, answer.IsThrottling, answer.RetryAfter).ConfigureAwait(false);
            Observe(Record(began) with { StatusCode = answer.StatusCode, Code = answer.Error?.Code, RequestId = answer.RequestId });
            return answer with { Tries = _tries };
        }
        catch (ServiceException error)
        {
            error.Tries = _tries;
            var held = await ReportAsync(error.Reach == RequestReach.Answered, error.IsThrottling, error.RetryAfter).ConfigureAwait(false);
            var next = await NextAsync(error, held, cancellationToken).ConfigureAwait(false);
            Observe(Record(began) with
            {
                StatusCode = error.StatusCode,
                Code = error.Code,
                RequestId = error.RequestId,
                RetryIn = next,
                IsThrottled = error.IsThrottling,
            });
            if (call.Kind == CallKind.Query) cancellationToken.ThrowIfCancellationRequested();
            if (next is null) throw;
            _wait = next.Value;
            return null;
        }
    }

    // An instance tells its account by itself, and the pace of a run under -WhatIf is shared with nobody.
    private ValueTask<string?> AccountAsync(CancellationToken cancellationToken) =>
        account is null || call.InstanceId is not null || context.IsWhatIf ? default : account(cancellationToken);

    // The wait before the next try; null for none.
    private async ValueTask<TimeSpan?> NextAsync(ServiceException error, TimeSpan held, CancellationToken cancellationToken)
    {
        if (RetryRule.TryAgain(call.Kind, error, _tries))
        {
            var backOff = RetryWait.After(_tries, jitter(), error.RetryAfter);
            return backOff > held ? backOff : held;
        }

        if (call.Kind != CallKind.Query || error.Id != ErrorId.TokenRejected || _refusedKey is not null) return null;
        _refusedKey = _key;
        return await HasOtherKeyAsync(cancellationToken).ConfigureAwait(false) ? TimeSpan.Zero : null;
    }

    // An error of the pace must never change the call's outcome: otherwise an executed resend would look like one that was never sent.
    private async ValueTask<TimeSpan> ReportAsync(bool isAnswered, bool isThrottling, TimeSpan? retryAfter)
    {
        try
        {
            if (isThrottling) return await pace.ThrottledAsync(_slot!, retryAfter).ConfigureAwait(false);
            if (isAnswered) await pace.AnsweredAsync(_slot!).ConfigureAwait(false);
            return TimeSpan.Zero;
        }
        catch (Exception)
        {
            return TimeSpan.Zero;
        }
    }

    // After a refused token one more try is made, but only if there is another token by now.
    private async ValueTask<bool> HasOtherKeyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await credentials.GetAsync(cancellationToken).ConfigureAwait(false) != _refusedKey;
        }
        catch (CredentialsException)
        {
            return false;
        }
    }

    private bool IsAborted(CancellationToken cancellationToken) => call.Kind == CallKind.Resend && cancellationToken.IsCancellationRequested;

    private ServiceException Aborted(OperationCanceledException canceled) =>
        new(ErrorId.CallAborted, "The call was aborted before anything of it was sent.", canceled)
        {
            Action = call.Action,
            Host = sender.Host,
            Reach = RequestReach.NotWritten,
            Tries = _tries,
        };

    private CallRecord Record(long began) => new(call.Action, sender.Host, _tries, null, null, null, time.GetElapsedTime(began), null);

    // An error in logging must never change the outcome of a try.
    private void Observe(CallRecord record)
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
