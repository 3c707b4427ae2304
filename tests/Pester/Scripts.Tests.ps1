param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

# The commands in scripts: preferences, errors, variables, tables, transcripts.
Describe 'Errors in a script' {
    AfterEach {
        Clear-Fault
    }

    It 'leave $? false where something went wrong, and true where not' {
        $null = Add-DeadLetter 1 GID_ok
        $null = Get-OnsDlqMessage GID_ok
        $? | Should -BeTrue
        $null = Invoke-OnsDlqResend -MsgId 0BC16699165C03B925DB8A404E2D0001 -Confirm:$false -ErrorAction SilentlyContinue
        $? | Should -BeFalse
    }

    It 'end a script under -ErrorAction Stop, and what was in flight is in the journal' {
        $ids = Add-DeadLetter 6 GID_stop
        Add-Fault @{ msgId = $ids[2]; fault = 'acceptThenDrop' }
        { Get-OnsDlqMessage GID_stop | Invoke-OnsDlqResend -Confirm:$false -ThrottleLimit 1 -ErrorAction Stop -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'ResendOutcomeUnknown,*'
        $attempts = @(Get-OnsDlqResend GID_stop)
        $attempts.Status | Should -Not -Contain InFlight
        ($attempts | Where-Object Status -EQ Unknown).MsgId | Should -Be $ids[2]
        @($attempts | Where-Object Status -In Accepted, Unknown).Count | Should -Be @(Get-Delivery GID_stop).Count
        (Get-OnsDlqMessage GID_stop | Invoke-QuietResend).Status | Should -Not -Contain $null
        Get-DeliveryCount GID_stop | Should -Be '1*6'
    }

    It 'are caught by try and catch with what to do' {
        try {
            Get-OnsDlqMessage -GroupId '' -ErrorAction Stop
            throw 'not reached'
        }
        catch {
            $_.FullyQualifiedErrorId | Should -Be 'MissingGroupId,OnsDlq.Commands.GetOnsDlqMessageCommand'
            $_.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
    }
}

Describe 'Variables in a script' {
    It 'are filled by -OutVariable and -PipelineVariable' {
        $null = Add-DeadLetter 3 GID_variables
        $null = Get-OnsDlqMessage GID_variables -OutVariable letters | Invoke-OnsDlqResend -Confirm:$false -OutVariable results
        $letters.Count | Should -Be 3
        $results.Status | Should -Be (@('Accepted') * 3)
        $seen = Get-OnsDlqMessage GID_variables -PipelineVariable letter | ForEach-Object { $letter.MsgId }
        $seen | Sort-Object | Should -Be ($letters.MsgId | Sort-Object)
    }

    It 'work in strict mode: every property that is told of is there' {
        $null = Add-DeadLetter 2 GID_strict
        & {
            Set-StrictMode -Version Latest
            $letter = Get-OnsDlqMessage GID_strict -First 1
            $null = $letter.Tag, $letter.Key, $letter.Round, $letter.ResendState, $letter.LastResendTime, $letter.EntryCount, $letter.Body
            $result = $letter | Invoke-QuietResend
            $null = $result.Reason, $result.ErrorCode, $result.ErrorMessage, $result.FailedMsgId, $result.RunId
            $attempt = Get-OnsDlqResend GID_strict
            $null = $attempt.EndTime, $attempt.Lifted, $attempt.SettledBy
            $null = (Get-OnsDlqConnection).InstanceId
            "$($result.Status) $($attempt.Status)"
        } | Should -Be 'Accepted Accepted'
    }

    It 'may splat parameters' {
        $null = Add-DeadLetter 2 GID_splat
        $with = @{ GroupId = 'GID_splat'; MsgId = (Get-OnsDlqMessage GID_splat).MsgId; ThrottleLimit = 2; Confirm = $false }
        (Invoke-OnsDlqResend @with).Status | Should -Be Accepted, Accepted
    }

    It 'may name parameters for good in $PSDefaultParameterValues' {
        $null = Add-DeadLetter 1 GID_defaults
        & {
            $PSDefaultParameterValues = @{ 'Invoke-OnsDlqResend:Reason' = 'the nightly run'; 'Invoke-OnsDlqResend:Confirm' = $false }
            $null = Get-OnsDlqMessage GID_defaults | Invoke-OnsDlqResend
        }
        (Get-OnsDlqResend GID_defaults).Reason | Should -Be 'the nightly run'
    }
}

Describe 'What a script shows and keeps' {
    BeforeAll {
        $null = Add-DeadLetter 3 GID_shown
        $letters = Get-OnsDlqMessage GID_shown
        $results = $letters | Invoke-QuietResend
    }

    It 'is a table within <_> columns' -ForEach 80, 120 {
        foreach ($table in ($letters | Format-Table | Out-String -Width $_), ($results | Format-Table | Out-String -Width $_), (Get-OnsDlqResend | Format-Table | Out-String -Width $_)) {
            $table | Should -Match ([regex]::Escape($letters[0].MsgId.Substring(0, 10)))
            ($table -replace '\e\[[0-9;]*m' -split "`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $_
        }
    }

    It 'may be a table of chosen columns, a list, or wide' {
        $results | Format-Table MsgId, Status | Out-String | Should -Match Accepted
        $letters | Format-List | Out-String | Should -Match 'StoreTime\s*:'
        $letters | Format-Wide | Out-String | Should -Match $letters[0].MsgId
    }

    It 'is grouped, sorted and measured as any objects are' {
        ($results | Group-Object Status -NoElement).Name | Should -Be Accepted
        ($results | Sort-Object StartTime -Descending | Select-Object -First 1).StartTime | Should -Be ($results.StartTime | Sort-Object | Select-Object -Last 1)
        ($results | Measure-Object Tries -Sum).Sum | Should -Be 3
        ($results | Where-Object Status -EQ 'accepted').Count | Should -Be 3
    }

    It 'is told in words under -Verbose' {
        $said = $letters | Invoke-OnsDlqResend -Confirm:$false -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$said" | Should -Match $letters[0].MsgId
    }
}

Describe 'A script that is run without anybody' {
    It 'ends with an exit code of its own, and leaves the outcome in a transcript, and no secret' {
        $env:ONSDLQ_PESTER_TRANSCRIPT = Join-Path $TestDrive transcript.txt
        $run = Invoke-Pwsh {
            Set-StrictMode -Version Latest
            $null = Start-Transcript $env:ONSDLQ_PESTER_TRANSCRIPT
            $sandbox = Start-OnsDlqSandbox -Verbose
            $secret = $sandbox.GetType().GetProperty('AccessKeySecret', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue($sandbox)
            $results = Get-OnsDlqMessage GID_orders -First 5 | Invoke-OnsDlqResend -Confirm:$false -Verbose
            $results | Format-Table
            Get-OnsDlqConnection | Format-List *
            $null = Stop-Transcript
            "secret: $((Get-Content $env:ONSDLQ_PESTER_TRANSCRIPT -Raw).Contains($secret))"
            exit @($results | Where-Object Status -EQ Accepted).Count
        }
        $run.Output[-1] | Should -Be 'secret: False'
        $run.ExitCode | Should -Be 5
        Get-Content $env:ONSDLQ_PESTER_TRANSCRIPT -Raw | Should -Match Accepted
    }
}
