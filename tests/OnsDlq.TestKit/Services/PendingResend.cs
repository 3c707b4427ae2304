using OnsDlq.Messages;
using OnsDlq.Operations;

namespace OnsDlq.TestKit.Services;

/// <summary>A resend that has arrived at a <see cref="GatedDeadLetterClient"/> and waits for the test to answer it.</summary>
internal sealed class PendingResend(MessageReference message, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<ResendAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MessageReference Message => message;

    public CancellationToken CancellationToken => cancellationToken;

    public Task<ResendAnswer> Answered => _answer.Task;

    public void Accept() => Answer(new("request-" + message.MsgId, null, null, [], 1));

    public void Answer(ResendAnswer answer) => _answer.SetResult(answer);

    public void Throw(Exception error) => _answer.TrySetException(error);
}
