using OnsDlq.Help;

// Composes the help of a module from its assembly and from hand-written texts: dotnet OnsDlq.Help.dll MODULE.dll REFERENCES PROSE OUTPUT
// REFERENCES is a file with the path of one referenced assembly a line, PROSE the folder with a file for each command and the about topics.
if (args is not [var module, var references, var prose, var output])
{
    Console.Error.WriteLine("Usage: OnsDlq.Help MODULE.dll REFERENCES PROSE OUTPUT");
    return 2;
}

try
{
    var texts = HelpFiles.Compose(module, File.ReadAllLines(references), prose);
    Directory.CreateDirectory(output);
    foreach (var (name, text) in texts) File.WriteAllText(Path.Combine(output, name), text);
    return 0;
}
catch (HelpException exception)
{
    Console.Error.WriteLine(exception.ForTheBuild);
    return 1;
}
