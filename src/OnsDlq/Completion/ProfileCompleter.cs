using OnsDlq.Credentials;
using OnsDlq.Credentials.Profiles;

namespace OnsDlq.Completion;

/// <summary>Completes the names of the profiles in <c>~/.aliyun/config.json</c>.</summary>
public sealed class ProfileCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values()
    {
        try
        {
            return CliProfileFile.Read(CredentialsEnvironment.Current)?.ProfileNames ?? [];
        }
        catch (CredentialsException)
        {
            // A file that cannot be read offers nothing; Connect-OnsDlq will show the error.
            return [];
        }
    }
}
