namespace OnsDlq.Sandbox.Broker;

/// <summary>The state and the result of a trace query.</summary>
/// <param name="Task">The query.</param>
/// <param name="Status"><c>working</c>, <c>finish</c> or <c>removed</c>.</param>
/// <param name="UpdateTime">When the state last changed, in Unix ms.</param>
/// <param name="Messages">The messages that were found, with the traces of each group.</param>
internal sealed record TraceResult(TraceTask Task, string Status, long UpdateTime, IReadOnlyList<MessageTrace> Messages);
