param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Wait-OnsDlqResend' {
    It 'says at the end of the pipeline that resent messages were consumed, and keeps that in the journal' {
        $ids = Add-DeadLetter 2 GID_wait
        $blocked = Add-DeadLetter 1 GID_wait
        $null = Block-OnsDlqMessage GID_wait $blocked -Reason 'by hand' -Confirm:$false
        $evidence = Get-OnsDlqMessage GID_wait | Invoke-QuietResend | Wait-OnsDlqResend -InformationVariable said
        $evidence.MsgId | Sort-Object | Should -Be ($ids | Sort-Object)
        $evidence.Verdict | Should -Be Consumed, Consumed
        "$said" | Should -Be "Run $($evidence[0].RunId): 100.0 % consumed (2 of 2 known to be consumed)."
        (Get-OnsDlqResend GID_wait).Verdict | Should -Be Consumed, Consumed
        (Get-OnsDlqMessage GID_wait $ids[0]).Verdict | Should -Be Consumed
        $run = Get-OnsDlqRun GID_wait
        $run.ConsumedAtLeast | Should -Be 1
        $run.ConsumedBasis | Should -Be '2 of 2 known to be consumed'
        $run.Consumed | Should -Be 2
    }

    It 'takes saved attempts, in whatever form, and asks nothing again for what is decided' {
        $before = (Invoke-RestMethod "$($sandbox.Control)/ledger" -NoProxy).calls.OnsTraceQueryByMsgId.accepted
        $attempts = Get-OnsDlqResend GID_wait
        $attempts | Export-Clixml (Join-Path $TestDrive 'a.xml')
        $attempts | ConvertTo-Json -Depth 4 | Set-Content (Join-Path $TestDrive 'a.json')
        $attempts | Export-Csv (Join-Path $TestDrive 'a.csv')
        (Import-Clixml (Join-Path $TestDrive 'a.xml') | Wait-OnsDlqResend).Verdict | Should -Be Consumed, Consumed
        (Get-Content (Join-Path $TestDrive 'a.json') -Raw | ConvertFrom-Json | Wait-OnsDlqResend).Verdict | Should -Be Consumed, Consumed
        (Import-Csv (Join-Path $TestDrive 'a.csv') | Wait-OnsDlqResend).Verdict | Should -Be Consumed, Consumed
        (Wait-OnsDlqResend -RunId $attempts[0].RunId).Verdict | Should -Be Consumed, Consumed
        ($attempts.AttemptId | Wait-OnsDlqResend).Verdict | Should -Be Consumed, Consumed
        ($attempts.MsgId | Wait-OnsDlqResend GID_wait).Verdict | Should -Be Consumed, Consumed
        @(Wait-OnsDlqResend GID_wait).Count | Should -Be 0
        (Invoke-RestMethod "$($sandbox.Control)/ledger" -NoProxy).calls.OnsTraceQueryByMsgId.accepted | Should -Be $before
    }

    It 'is itself saved and comes back with its dates' {
        $evidence = @(Wait-OnsDlqResend -RunId (Get-OnsDlqRun GID_wait).RunId)[0]
        $evidence | Export-Clixml (Join-Path $TestDrive 'e.xml')
        $saved = Import-Clixml (Join-Path $TestDrive 'e.xml')
        $saved.Verdict | Should -Be Consumed
        $saved.EventTime | Should -BeOfType ([datetime])
        $saved.EventTime | Should -Be $evidence.EventTime
        ($saved | Out-String -Width 80) | Should -Match $evidence.MsgId
        "$evidence" | Should -Be "$($evidence.MsgId) of GID_wait, round 1: Consumed"
    }

    It 'says why it is not known yet when the time is over' {
        $id = Add-DeadLetter 1 GID_wait_offline @{ consumer = 'offline' }
        $null = $id | Invoke-QuietResend -GroupId GID_wait_offline
        $evidence = Wait-OnsDlqResend GID_wait_offline -TimeoutSec 8
        $evidence.Verdict | Should -Be NotYetKnown
        $evidence.Reason | Should -Be NotOut
        (Get-OnsDlqRun GID_wait_offline).ConsumedAtLeast | Should -Be 0
    }

    It 'speaks for a run by a sample of the whole of it, and not by one of a part' {
        $null = Add-DeadLetter 4 GID_sample @{ consumer = 'offline' }
        $results = Get-OnsDlqMessage GID_sample | Invoke-OnsDlqResend -Confirm:$false -IgnoreConsumer | ForEach-Object { $_ } -OutVariable sent |
            Wait-OnsDlqResend -SampleSize 2 -TimeoutSec 1 -WarningVariable whole
        $results.Count | Should -Be 4
        $whole | Should -BeNullOrEmpty
        $results.Where({ $_.Reason -eq 'NotSampled' }).Count | Should -Be 2

        $null = $sent | Select-Object -First 3 | Wait-OnsDlqResend -SampleSize 2 -TimeoutSec 1 -WarningVariable part -WarningAction SilentlyContinue
        "$part" | Should -BeLike '*Nothing follows from them for the rest*not all that are undecided*'
    }

    It 'refuses what it cannot find, with the ID as target' {
        $null = Wait-OnsDlqResend -RunId NoSuchRun -ErrorAction SilentlyContinue -ErrorVariable no
        $no[0].FullyQualifiedErrorId | Should -BeLike 'AttemptNotFound*'
        $no[0].TargetObject | Should -Be NoSuchRun
        { Wait-OnsDlqResend '' } | Should -Throw -ErrorId 'MissingGroupId*'
    }
}

Describe 'Invoke-OnsDlqResend -Canary' {
    It 'sends a few first and the rest once they were consumed' {
        $null = Add-DeadLetter 6 GID_canary
        $results = Get-OnsDlqMessage GID_canary | Invoke-QuietResend -Canary 2
        $results.Status | Sort-Object -Unique | Should -Be Accepted
        Get-DeliveryCount GID_canary | Should -Be '1*6'
    }

    It 'stops a batch whose consumers fail after as many deliveries' {
        $null = Add-DeadLetter 6 GID_canary_bad @{ consumer = 'fail'; returnAfterSeconds = 17140 }
        $results = Get-OnsDlqMessage GID_canary_bad |
            Invoke-OnsDlqResend -Canary 2 -Confirm:$false -RequestsPerSecond 1000 -ErrorAction SilentlyContinue -ErrorVariable stopped
        $results.Where({ $_.Reason -eq 'CanaryStopped' }).Count | Should -Be 4
        Get-DeliveryCount GID_canary_bad | Should -Be '1*2'
        $stopped[0].FullyQualifiedErrorId | Should -BeLike 'CanaryFailed*'
        $stopped[0].TargetObject | Should -Be GID_canary_bad
        $stopped[0].Exception.Message | Should -BeLike '*failed 1 times*'
    }

    It 'refuses a run without one while one is open' {
        $null = Add-DeadLetter 4 GID_canary_open @{ consumer = 'offline' }
        $null = Get-OnsDlqMessage GID_canary_open | Invoke-QuietResend -Canary 2 -CanaryTimeoutSec 6
        $results = Get-OnsDlqMessage GID_canary_open |
            Invoke-OnsDlqResend -Confirm:$false -IgnoreConsumer -ErrorAction SilentlyContinue -ErrorVariable refused
        $results.Status | Sort-Object -Unique | Should -Be Skipped
        $refused[-1].FullyQualifiedErrorId | Should -BeLike 'CanaryOpen*'
        (Get-OnsDlqResend GID_canary_open).Count | Should -Be 2
    }
}
