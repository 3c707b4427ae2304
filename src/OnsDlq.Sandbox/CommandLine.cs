using System.Globalization;
using OnsDlq.Sandbox.Broker;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox;

/// <summary>Reads the command line. Every option may be written <c>--name value</c> or <c>--name=value</c>.</summary>
internal static class CommandLine
{
    /// <summary>Reads the options.</summary>
    /// <exception cref="FormatException">
    /// An option is unknown, lacks its value, or the value is not valid; the message is for the user.
    /// </exception>
    public static SandboxOptions Read(IReadOnlyList<string> arguments)
    {
        var options = new SandboxOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments[i]);
            if (name == "--stop-with-parent" && value is null)
            {
                options = options with { StopsWithParent = true };
                continue;
            }

            if (!ValueOptions.Contains(name)) throw new FormatException($"Unknown argument '{arguments[i]}'. Try --help.");
            if (value is null && ++i < arguments.Count) value = arguments[i];
            if (string.IsNullOrEmpty(value)) throw new FormatException($"{name} needs a value. Try --help.");
            options = Apply(options, name, value);
        }

        return options;
    }

    private static readonly HashSet<string> ValueOptions = new(StringComparer.Ordinal)
    {
        "--port", "--seed", "--access-key-id", "--access-key-secret", "--quota", "--latency", "--resend-answer", "--missing-name",
    };

    private static SandboxOptions Apply(SandboxOptions options, string name, string value) => name switch
    {
        "--port" => options with { Port = Number(name, value, 65535) },
        "--seed" => options with { Seed = value },
        "--access-key-id" => options with { AccessKeyId = value },
        "--access-key-secret" => options with { AccessKeySecret = value },
        "--quota" => options with { Quota = QuotaSetting.Parse(value) },
        "--latency" => options with { Latency = TimeSpan.FromMilliseconds(Number(name, value, 600_000)) },
        "--missing-name" => options with { MissingName = ReadMissingName(value) },
        _ => options with { ResendAnswer = ReadResendAnswer(value) },
    };

    private static ResendAnswer ReadResendAnswer(string value) => value switch
    {
        "note" => ResendAnswer.Note,
        "sample" => ResendAnswer.Sample,
        _ => throw new FormatException($"--resend-answer is 'note' or 'sample', not '{value}'."),
    };

    private static MissingName ReadMissingName(string value) => value switch
    {
        "owner" => MissingName.OwnerError,
        "notfound" => MissingName.NotFound,
        _ => throw new FormatException($"--missing-name is 'owner' or 'notfound', not '{value}'."),
    };

    private static int Number(string name, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new FormatException($"{name} is a number from 0 to {most.ToString(CultureInfo.InvariantCulture)}, not '{value}'.");

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return argument.StartsWith("--", StringComparison.Ordinal) && equals > 0
            ? (argument[..equals], argument[(equals + 1)..])
            : (argument, null);
    }
}
