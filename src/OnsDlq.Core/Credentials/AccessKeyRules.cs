using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials;

/// <summary>The characters that keys may have, for use in a header and a signature.</summary>
internal static class AccessKeyRules
{
    /// <summary>Gives the key back; an error names the invalid part without showing it.</summary>
    /// <exception cref="CredentialsException">A part is empty, or has spaces, control or non-ASCII characters.</exception>
    public static AccessKey Check(AccessKey key, string source, ErrorId id)
    {
        Check(key.Id, "access key ID", source, id);
        Check(key.Secret, "access key secret", source, id);
        if (key.SecurityToken is null) return key;
        Check(key.SecurityToken, "security token", source, id);
        return key;
    }

    private static void Check(string? text, string part, string source, ErrorId id)
    {
        if (string.IsNullOrEmpty(text)) throw new CredentialsException(id, $"The {part} of {source} is empty.");
        if (text.Any(letter => letter is <= ' ' or > '~'))
            throw new CredentialsException(id, $"The {part} of {source} holds a blank, a control or a non-ASCII character: copy it again.");
    }
}
