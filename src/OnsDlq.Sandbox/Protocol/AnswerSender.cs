using Microsoft.AspNetCore.Http;
using OnsDlq.Sandbox.Faults;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>Sends answers, or does with the connection what a fault demands.</summary>
/// <param name="latency">By how much every answer is delayed.</param>
/// <param name="time">The machine's clock, for waiting.</param>
/// <param name="stopping">Cancelled when the sandbox stops.</param>
internal sealed class AnswerSender(TimeSpan latency, TimeProvider time, CancellationToken stopping)
{
    private const int Pieces = 10;

    /// <summary>Sends the answer as the fault demands, or closes the connection; null to send nothing.</summary>
    public async Task SendAsync(HttpContext context, Answer? answer, FaultDirective? directive)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            if (latency > TimeSpan.Zero) await Task.Delay(latency, time, ending.Token);
            if (directive?.Fault is Fault.Timeout or Fault.AcceptThenTimeout)
                await Task.Delay(Timeout.InfiniteTimeSpan, time, ending.Token);
            if (answer is null || directive?.Fault is Fault.DropBefore or Fault.AcceptThenDrop)
            {
                context.Abort();
                return;
            }

            WriteHead(context.Response, answer);
            await WriteBodyAsync(context, answer.Body, directive, ending.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static void WriteHead(HttpResponse response, Answer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
    }

    private async Task WriteBodyAsync(HttpContext context, byte[] body, FaultDirective? directive, CancellationToken cancellationToken)
    {
        switch (directive?.Fault)
        {
            case Fault.HalfBody:
                await HalfAnswer.SendAsync(context, body, cancellationToken);
                break;
            case Fault.SlowBody:
                await WriteSlowlyAsync(context.Response.Body, body, TimeSpan.FromMilliseconds(directive.Value), cancellationToken);
                break;
            default:
                await context.Response.Body.WriteAsync(body, cancellationToken);
                break;
        }
    }

    private async Task WriteSlowlyAsync(Stream stream, byte[] body, TimeSpan over, CancellationToken cancellationToken)
    {
        for (var piece = 0; piece < Pieces; piece++)
        {
            var from = body.Length * piece / Pieces;
            var to = body.Length * (piece + 1) / Pieces;
            await stream.WriteAsync(body.AsMemory(from, to - from), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(over / Pieces, time, cancellationToken);
        }
    }
}
