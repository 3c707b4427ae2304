using OnsDlq.EndToEnd.Tests.Shared;

namespace OnsDlq.EndToEnd.Tests.Consoles;

/// <summary>Dead letters and results of resends that are saved to files with the cmdlets of a real pwsh.</summary>
public sealed class SavedObjectTests
{
    [Fact]
    public async Task Lists_and_properties_keep_their_texts_in_CSV_and_JSON_and_are_lists_still()
    {
        var run = await SharedProcesses.RunScriptAsync(
            """
            $null = Start-OnsDlqSandbox
            $letter = Get-OnsDlqMessage GID_orders | Where-Object { $_.Key.Count -gt 0 } | Select-Object -First 1
            $row = $letter | ConvertTo-Csv | ConvertFrom-Csv
            $json = $letter | ConvertTo-Json | ConvertFrom-Json
            "csv:$($row.Key -eq $letter.Properties['KEYS'])"
            "properties:$($row.Properties -like "*KEYS=$($letter.Properties.KEYS)*")"
            "json:$(($json.Key -join ' ') -eq $row.Key) $($json.Properties.KEYS -eq $letter.Properties['KEYS'])"
            "list:$($letter.Key[0] -in $letter.Key) $(@($letter.Key).Count -eq $letter.Key.Count) $("$($letter.Key)" -eq $row.Key)"
            $letter | Invoke-OnsDlqResend -Confirm:$false | ForEach-Object { "sent:$(($_ | ConvertTo-Csv | ConvertFrom-Csv).FailedMsgId)." }
            $null = $letter | Invoke-OnsDlqResend -Confirm:$false -Override AlreadyResent
            $attempt = (Get-OnsDlqResend)[0] | ConvertTo-Csv | ConvertFrom-Csv
            "attempt:$($attempt.Lifted) $($attempt.Outcomes -like '*Accepted by*')"
            Stop-OnsDlqSandbox
            """,
            TestContext.Current.CancellationToken);

        Assert.Equal("", run.Errors);
        Assert.Equal(
            ["csv:True", "properties:True", "json:True True", "list:True True True", "sent:.", "attempt:AlreadyResent True"],
            run.Output.ReplaceLineEndings("\n").Trim().Split('\n').Where(line => !line.StartsWith("WARNING", StringComparison.Ordinal)));
    }
}
