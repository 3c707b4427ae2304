namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>Tests that must find no session of another test in this process: what one session has chosen counts for those that have chosen nothing.</summary>
[CollectionDefinition(nameof(AloneInProcess), DisableParallelization = true)]
public sealed class AloneInProcess;
