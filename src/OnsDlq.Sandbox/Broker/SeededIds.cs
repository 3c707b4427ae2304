namespace OnsDlq.Sandbox.Broker;

/// <summary>The message IDs of one added item, generated on demand.</summary>
internal readonly record struct SeededIds(int Count, Func<int, string> At);
