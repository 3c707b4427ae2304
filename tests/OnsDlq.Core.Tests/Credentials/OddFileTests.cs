using System.Diagnostics;
using OnsDlq.Credentials;
using OnsDlq.Errors;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>Something else in place of a credentials file (such as a pipe) is not waited for, and is not treated as a missing file.</summary>
public sealed class OddFileTests : IDisposable
{
    private readonly Outside _outside = new();

    public static TheoryData<string> Files => [".aliyun/config.json", ".alibabacloud/credentials.ini", ".alibabacloud/credentials", "named", "token"];

    public void Dispose() => _outside.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_folder_in_place_of_the_file_is_an_error_that_says_so(string file)
    {
        Directory.CreateDirectory(Place(file));

        await AssertRefusedAsync(file, "It is a folder.");
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Files))]
    public async Task A_pipe_in_place_of_the_file_is_an_error_at_once(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps pipes elsewhere.");
        using (var made = Process.Start("mkfifo", [Place(file)])!) await made.WaitForExitAsync(TestContext.Current.CancellationToken);

        await AssertRefusedAsync(file, "pipe");
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Files))]
    public async Task An_endless_device_in_place_of_the_file_is_an_error_at_once(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such device.");
        File.CreateSymbolicLink(Place(file), "/dev/zero");

        await AssertRefusedAsync(file, "device");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is_larger_than_any_of_its_kind_is_not_read(string file)
    {
        using (var large = File.Create(Place(file))) large.SetLength(1L << 40);

        await AssertRefusedAsync(file, "1024 KiB");
    }

    private string Place(string file)
    {
        var place = Path.Combine(_outside.Home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (file == "named") _outside.Variables["ALIBABA_CLOUD_CREDENTIALS_FILE"] = place;
        if (file == "token")
        {
            _outside.Variables["ALIBABA_CLOUD_ROLE_ARN"] = "acs:ram::1:role/r";
            _outside.Variables["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] = "acs:ram::1:oidc-provider/p";
            _outside.Variables["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = place;
        }

        return place;
    }

    private async Task AssertRefusedAsync(string file, string why)
    {
        var error = await Assert.ThrowsAsync<CredentialsException>(() => _outside.KeyAsync());

        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.StartsWith(Path.Combine(_outside.Home, file) + " cannot be read: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }
}
