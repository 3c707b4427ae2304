using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Discovery;

public sealed class GetOnsDlqInstanceTests : IDisposable
{
    private readonly DiscoverySession _session = new();

    public GetOnsDlqInstanceTests() =>
        _session.Directory.Instances = [PlayedDirectory.Instance("MQ_INST_1"), PlayedDirectory.Instance("MQ_INST_2"), PlayedDirectory.Instance("OTHER")];

    [Theory]
    [InlineData("", "MQ_INST_1 MQ_INST_2 OTHER", "instances")]
    [InlineData("mq_*", "MQ_INST_1 MQ_INST_2", "instances")]
    [InlineData("MQ_INST_2", "MQ_INST_2", "MQ_INST_2")]
    [InlineData("OTH*, MQ_INST_1", "OTHER MQ_INST_1", "instances MQ_INST_1")]
    [InlineData("x*", "", "instances")]
    public async Task Those_asked_for_are_told_of_with_the_fewest_calls(string asked, string told, string calls)
    {
        var run = await _session.RunAsync($"(Get-OnsDlqInstance {asked} -Connection $c).InstanceId");

        RunAssert.NoErrors(run);
        Assert.Equal(told, string.Join(' ', run.Output.Where(one => one is not null)));
        Assert.Equal(calls, string.Join(' ', _session.Directory.Asked));
    }

    [Fact]
    public async Task One_that_is_not_there_is_an_error_about_it_and_the_next_is_told_of()
    {
        var run = await _session.RunAsync("(Get-OnsDlqInstance MQ_INST_9, MQ_INST_2 -Connection $c).InstanceId");

        Assert.Null(run.Failure);
        Assert.Equal(["MQ_INST_2"], run.OutputAs<string>());
        var error = Assert.Single(run.Errors);
        Assert.Equal(("InstanceNotFound", ErrorCategory.ObjectNotFound, "MQ_INST_9"), (run.ErrorIds.Single(), error.CategoryInfo.Category, error.TargetObject));
    }

    [Fact]
    public async Task A_list_that_is_refused_is_an_error_with_the_permission_that_is_missing()
    {
        _session.Directory.Before = (_, _) => throw new ServiceException(ErrorId.PermissionDenied, "no")
        {
            Action = "OnsInstanceInServiceList",
            Host = "ons.example",
            Reach = RequestReach.Answered,
        };

        var run = await _session.RunAsync("Get-OnsDlqInstance -Connection $c");

        Assert.Equal(["PermissionDenied"], run.ErrorIds);
        Assert.Contains("mq:QueryInstanceBaseInfo", run.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_that_no_other_call_could_be_spared_ends_the_command()
    {
        _session.Directory.Before = (_, _) => throw PagedClient.Failure(ErrorId.SignatureRejected);

        var run = await _session.RunAsync("Get-OnsDlqInstance MQ_INST_1, MQ_INST_2 -Connection $c");

        Assert.Equal("SignatureRejected", run.TerminatingErrorId);
        Assert.Single(_session.Directory.Asked);
    }

    public void Dispose() => _session.Dispose();
}
