namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Tests that must run without a session of another test in this process: a session that has chosen no connection uses that of another.</summary>
[CollectionDefinition(nameof(AloneInProcess), DisableParallelization = true)]
public sealed class AloneInProcess;
