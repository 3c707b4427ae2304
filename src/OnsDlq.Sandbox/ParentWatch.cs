namespace OnsDlq.Sandbox;

/// <summary>Notices that the parent process is gone by the end of standard input, which the parent holds open.</summary>
internal static class ParentWatch
{
    /// <summary>Reads the stream to its end on a thread of its own, which never keeps the process alive, then calls back.</summary>
    public static void Start(Stream input, Action ended) =>
        new Thread(() => Watch(input, ended)) { IsBackground = true, Name = "parent watch" }.Start();

    private static void Watch(Stream input, Action ended)
    {
        var buffer = new byte[256];
        try
        {
            while (input.Read(buffer) > 0)
            {
                // What a parent writes means nothing; only the end does.
            }
        }
        catch (IOException)
        {
            // A pipe that breaks has ended too.
        }

        ended();
    }
}
