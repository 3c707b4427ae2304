namespace OnsDlq.Help.Shape;

/// <summary>How a parameter takes part in one parameter set, or in all.</summary>
/// <param name="Set">The set's name; null means every set.</param>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="Position">Its position among those given without a name; null where it is always named.</param>
/// <param name="ByValue">Whether it takes pipeline objects.</param>
/// <param name="ByPropertyName">Whether it takes a property of pipeline objects.</param>
internal sealed record ParameterPlace(string? Set, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>What Get-Help says of pipeline input.</summary>
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}
