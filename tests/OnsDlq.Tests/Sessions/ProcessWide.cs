namespace OnsDlq.Tests.Sessions;

/// <summary>
/// Tests that choose a connection, which is visible in the whole process, or change the environment. They run one after another and not in
/// parallel with other tests, which would use the connection that they chose.
/// </summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide
{
}
