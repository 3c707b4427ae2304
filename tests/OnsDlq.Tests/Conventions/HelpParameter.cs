namespace OnsDlq.Tests.Conventions;

/// <summary>A parameter as the help file tells it.</summary>
internal sealed record HelpParameter(string Name, string Description, bool Required, string Position, string PipelineInput, string Value);
