namespace OnsDlq.Formatting;

/// <summary>What became of a run, for people. Used by the module's format views.</summary>
public static class RunText
{
    /// <summary>The state and the counts that are not 0, such as <c>Ended: 9 Accepted, 1 Unknown</c>.</summary>
    /// <remarks>Takes the properties of a run and not the run, since one from a job is deserialized and has another type.</remarks>
    public static string Of(string? state, int? accepted, int? failed, int? rejected, int? unknown, int? inFlight, int? skipped)
    {
        (string Name, int? Count)[] counts =
        [
            ("Accepted", accepted), ("Failed", failed), ("Rejected", rejected), ("Unknown", unknown), ("InFlight", inFlight), ("Skipped", skipped),
        ];
        var shown = string.Join(", ", counts.Where(one => one.Count > 0).Select(one => FormattableString.Invariant($"{one.Count} {one.Name}")));
        return Printable.Of(shown.Length == 0 ? state : $"{state}: {shown}");
    }
}
