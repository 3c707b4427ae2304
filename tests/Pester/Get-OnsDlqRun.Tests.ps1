param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'The end of a run' {
    It 'is one line on the information stream, with what to do next' {
        $null = Add-DeadLetter 2 GID_runs_said
        $results = Get-OnsDlqMessage GID_runs_said | Invoke-OnsDlqResend -Confirm:$false -InformationVariable said
        "$said" | Should -Be "2 Accepted in run $($results[0].RunId). Next: Get-OnsDlqMessage GID_runs_said -MinRound 2 shows what has come back."
    }
}

Describe 'Get-OnsDlqRun' {
    It 'shows who ran what, when, and with which result, newest first' {
        $ids = Add-DeadLetter 4 GID_runs
        $first = $ids[0, 1] | Invoke-QuietResend -GroupId GID_runs -Reason 'the shop is back'
        $second = $ids[1, 2] | Invoke-QuietResend -GroupId GID_runs
        $runs = Get-OnsDlqRun GID_runs
        $runs.RunId | Should -Be $second[0].RunId, $first[0].RunId
        $runs.State | Should -Be Ended, Ended
        $runs.Accepted | Should -Be 1, 2
        $runs.Skipped | Should -Be 1, 0
        $runs[1].Reason | Should -Be 'the shop is back'
        $runs[0].User | Should -BeLike '*@*'
        $runs[0].ProcessId | Should -Be $PID
        $runs[0].RequestsPerSecond | Should -Be 1000
        "$($runs[0].Groups)" | Should -Be GID_runs
        $runs[0].EndTime | Should -BeGreaterOrEqual $runs[0].StartTime
        (Get-OnsDlqRun -Last 1).RunId | Should -Be $runs[0].RunId
        (Get-OnsDlqRun -RunId $first[0].RunId).RunId | Should -Be $first[0].RunId
        @($first | Get-OnsDlqRun).Count | Should -Be 1
    }

    It 'feeds Get-OnsDlqResend' {
        $ids = Add-DeadLetter 3 GID_runs_piped
        $null = $ids[0] | Invoke-QuietResend -GroupId GID_runs_piped
        $null = $ids[1, 2] | Invoke-QuietResend -GroupId GID_runs_piped
        (Get-OnsDlqRun GID_runs_piped -Last 1 | Get-OnsDlqResend).MsgId | Sort-Object | Should -Be ($ids[1, 2] | Sort-Object)
    }

    It 'says what stopped a run' {
        $null = Add-DeadLetter 9 GID_runs_broken
        Add-Fault @{ fault = 'dropBefore'; times = 9 }
        $null = Get-OnsDlqMessage GID_runs_broken | Invoke-QuietResend -ThrottleLimit 1
        Clear-Fault
        $run = Get-OnsDlqRun GID_runs_broken
        $run.State | Should -Be Stopped
        $run.StoppedBy | Should -BeLike 'BreakerTripped: *'
        $run.Unknown | Should -Be 5
        $run.Skipped | Should -Be 4
    }

    It 'fits a terminal of 80 columns' {
        $null = Add-DeadLetter 1 GID_runs_fit | Invoke-QuietResend -GroupId GID_runs_fit
        $text = Get-OnsDlqRun GID_runs_fit | Out-String -Width 80
        $text | Should -Match 'RunId +StartTime +Result *\r?\n-'
        $text -split '\r?\n' | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
    }
}

Describe 'A run in another process' {
    It 'is told apart once its process was killed' {
        $null = Add-DeadLetter 200 GID_runs_killed
        $journal = $env:ONSDLQ_JOURNAL
        $key = Get-SandboxKey $sandbox
        $job = Start-Job {
            Import-Module $using:Module
            Connect-OnsDlq cn-hangzhou -Endpoint ($using:sandbox).Endpoint -Credential $using:key -Journal $using:journal -WarningAction Ignore
            Get-OnsDlqMessage GID_runs_killed | Invoke-OnsDlqResend -Confirm:$false -RequestsPerSecond 2
        }
        Connect-Sandbox $journal
        while (-not ($run = Get-OnsDlqRun GID_runs_killed) -and $job.State -eq 'Running') { $null = Wait-Job $job -Timeout 1 }
        $run.State | Should -Be Running -Because "$(Receive-Job $job 2>&1)"
        $run.EndTime | Should -BeNullOrEmpty
        $process = Get-Process -Id $run.ProcessId
        $process.Kill()
        $process.WaitForExit()
        $killed = Get-OnsDlqRun -RunId $run.RunId
        $killed.State | Should -Be Killed
        $killed.EndTime | Should -BeNullOrEmpty
        $killed.Accepted + $killed.Unknown | Should -BeGreaterThan 0

        # The job is not removed: Remove-Job waits a minute for a process that was killed.
    }
}
