namespace OnsDlq.Sandbox;

/// <summary>Detects the end of the parent process by the end of standard input, which the parent holds open.</summary>
internal static class ParentWatch
{
    /// <summary>Reads the stream to its end on a background thread, then calls back.</summary>
    public static void Start(Stream input, Action ended) =>
        new Thread(() => Watch(input, ended)) { IsBackground = true, Name = "parent watch" }.Start();

    private static void Watch(Stream input, Action ended)
    {
        var buffer = new byte[256];
        try
        {
            while (input.Read(buffer) > 0)
            {
                // The content is ignored; only the end matters.
            }
        }
        catch (IOException)
        {
            // A broken pipe counts as the end, too.
        }

        ended();
    }
}
