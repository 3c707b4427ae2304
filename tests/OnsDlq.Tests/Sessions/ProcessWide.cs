namespace OnsDlq.Tests.Sessions;

/// <summary>
/// Tests that choose a connection, which the whole process knows of, or change the environment. They run one after another and beside no
/// others, which would see what they chose.
/// </summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide
{
}
