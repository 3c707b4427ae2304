namespace OnsDlq.Realms;

/// <summary>Computes the edit distance of two texts.</summary>
internal static class EditDistance
{
    // Longer texts are cut to this length: no name here is longer, and the time grows with the product of the lengths.
    private const int Longest = 64;

    /// <summary>The Levenshtein distance: how many characters must be inserted, deleted or replaced to turn one text into the other.</summary>
    public static int Between(string one, string other)
    {
        if (one.Length > Longest || other.Length > Longest) return Math.Max(one.Length, other.Length);
        var row = new int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++) row[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[other.Length];
    }
}
