namespace OnsDlq.Shell.Terminal;

/// <summary>Completes the line at the cursor, one match after the other.</summary>
internal interface ICompleter
{
    /// <summary>Gives the line with the next match in it and the cursor behind that; the line as it is where there is none.</summary>
    (string Text, int Cursor) Next(string text, int cursor, bool backwards);

    /// <summary>The line was changed: the next call starts anew.</summary>
    void Reset();
}
