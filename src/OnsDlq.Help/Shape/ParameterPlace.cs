namespace OnsDlq.Help.Shape;

/// <summary>The role of a parameter in one parameter set, or in all.</summary>
/// <param name="Set">The set's name; null means every set.</param>
/// <param name="Mandatory">Whether it is mandatory.</param>
/// <param name="Position">Its position; null where it must be given by name.</param>
/// <param name="ByValue">Whether it accepts pipeline objects.</param>
/// <param name="ByPropertyName">Whether it accepts a property of pipeline objects.</param>
internal sealed record ParameterPlace(string? Set, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>The text of Get-Help on pipeline input.</summary>
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}
