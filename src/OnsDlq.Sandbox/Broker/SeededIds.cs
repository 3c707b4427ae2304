namespace OnsDlq.Sandbox.Broker;

/// <summary>The message IDs of one item that was put into a queue, made when asked for.</summary>
internal readonly record struct SeededIds(int Count, Func<int, string> At);
