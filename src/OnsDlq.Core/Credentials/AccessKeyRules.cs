using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>What keys must be to go into a header and a signature.</summary>
internal static class AccessKeyRules
{
    /// <summary>Gives the key back, or says which part of it is wrong without showing it.</summary>
    /// <exception cref="CredentialsException">A part is empty, or holds blanks, control or non-ASCII characters.</exception>
    public static AccessKey Check(AccessKey key, string source, CredentialsFault fault)
    {
        Check(key.Id, "access key ID", source, fault);
        Check(key.Secret, "access key secret", source, fault);
        if (key.SecurityToken is null) return key;
        Check(key.SecurityToken, "security token", source, fault);
        return key;
    }

    private static void Check(string? text, string part, string source, CredentialsFault fault)
    {
        if (string.IsNullOrEmpty(text)) throw new CredentialsException(fault, $"The {part} of {source} is empty.");
        if (text.Any(letter => letter is <= ' ' or > '~'))
            throw new CredentialsException(fault, $"The {part} of {source} holds a blank, a control or a non-ASCII character: copy it again.");
    }
}
