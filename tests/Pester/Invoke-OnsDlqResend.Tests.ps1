param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Results' {
    It 'carry topic, tag and keys, by which they can be grouped and saved' {
        foreach ($n in 1, 2) {
            $null = Send-Control messages @{ instanceId = $InstanceId; groupId = 'GID_labelled'; topic = 'orders'; tag = 'paid'; keys = 'K1 K2' }
        }

        $letters = Get-OnsDlqMessage GID_labelled
        $results = @($letters[0] | Invoke-OnsDlqResend -Confirm:$false; Invoke-OnsDlqResend GID_labelled $letters.MsgId -Confirm:$false)
        $results.Status | Should -Be Accepted, Skipped, Accepted
        ($results | Group-Object Topic, Tag).Name | Should -Be 'orders, paid'
        $results.ForEach({ "$($_.Key)" }) | Should -Be 'K1 K2', 'K1 K2', 'K1 K2'
        $results | Export-Clixml (Join-Path $TestDrive results.xml)
        $back = Import-Clixml (Join-Path $TestDrive results.xml)
        $back[0].Topic, "$($back[0].Key)" | Should -Be orders, 'K1 K2'
        ($results | ConvertTo-Csv | ConvertFrom-Csv)[2].Key | Should -Be 'K1 K2'
    }
}

Describe 'Invoke-OnsDlqResend' {
    AfterEach {
        Clear-Fault
    }

    It 'delivers every message once' {
        $ids = Add-DeadLetter 60 GID_once
        $results = Get-OnsDlqMessage GID_once | Invoke-OnsDlqResend -Confirm:$false -ThrottleLimit 4 -RequestsPerSecond 1000
        $results.MsgId | Sort-Object | Should -Be ($ids | Sort-Object)
        ($results | Group-Object Status -NoElement).Name | Should -Be Accepted
        Get-DeliveryCount GID_once | Should -Be '1*60'
        $results.RequestId | Should -Not -Contain $null
        @($results.AttemptId | Sort-Object -Unique).Count | Should -Be 60
        @($results.RunId | Sort-Object -Unique).Count | Should -Be 1
    }

    It 'sends nothing when the same command is run again' {
        $null = Add-DeadLetter 5 GID_again
        $null = Get-OnsDlqMessage GID_again | Invoke-QuietResend
        $again = Get-OnsDlqMessage GID_again | Invoke-QuietResend
        $again.Status | Should -Be (@('Skipped') * 5)
        $again.Reason | Should -Be (@('AlreadyResent') * 5)
        Get-OnsDlqMessage GID_again -Pending | Should -BeNullOrEmpty
        (Get-OnsDlqMessage GID_again).ResendState | Should -Be (@('Accepted') * 5)
        Get-DeliveryCount GID_again | Should -Be '1*5'
    }

    It 'sends a message again that came back, as its next round' {
        $id = Add-DeadLetter 1 GID_back @{ consumer = 'fail:1'; returnAfterSeconds = 20 }
        (Get-OnsDlqMessage GID_back | Invoke-QuietResend).Round | Should -Be 1
        $null = Send-Control clock @{ advanceSeconds = 60 }
        try {
            # The session learns the service's new time from the next answer.
            $null = Get-OnsDlqMessage GID_back -First 1
            $letters = Get-OnsDlqMessage GID_back
            $letters.Count | Should -Be 2
            # One result, although two entries were given.
            $results = @($letters | Invoke-QuietResend)
            $results.Count | Should -Be 1
            $results.Status | Should -Be Accepted
            $results.Round | Should -Be 2
            $results.MsgId | Should -Be $id
            Get-DeliveryCount GID_back | Should -Be '2*1'
        }
        finally { $null = Send-Control clock @{ offsetSeconds = 0 } }
    }

    It 'tells of what it skips when, by whom and in which run it was resent, or who blocked it and why' {
        $ids = Add-DeadLetter 2 GID_told
        $first = Invoke-OnsDlqResend GID_told $ids[0] -Confirm:$false
        $null = Block-OnsDlqMessage GID_told $ids[1] -Reason 'booked by hand'
        $skipped = Get-OnsDlqMessage GID_told | Invoke-QuietResend
        $resent = $skipped | Where-Object Reason -EQ AlreadyResent
        $resent.LastRunId | Should -Be $first.RunId
        $resent.LastAttemptId | Should -Be $first.AttemptId
        $resent.LastResendBy | Should -Not -BeNullOrEmpty
        $resent.LastResendTime | Should -BeLessOrEqual ([datetime]::Now.AddSeconds(2)) # the service answers in whole seconds
        ($skipped | Where-Object Reason -EQ Blocked).BlockReason | Should -Be 'booked by hand'
        $skipped.RunId | Should -Not -Contain $first.RunId
        $skipped.RunId | Should -Not -Contain $null
    }

    It 'stops itself where nothing goes well, keeps every result, and tells that last' {
        $null = Add-DeadLetter 9 GID_breaker
        Add-Fault @{ fault = 'acceptThenDrop'; times = 9 }
        $results = Get-OnsDlqMessage GID_breaker | Invoke-OnsDlqResend -Confirm:$false -ThrottleLimit 1 -ErrorVariable trouble -ErrorAction SilentlyContinue
        @($results | Where-Object Status -EQ Unknown).Count | Should -Be 5
        @($results | Where-Object Reason -EQ RunStopped).Count | Should -Be 4
        $trouble.Count | Should -Be 6
        $trouble[5].FullyQualifiedErrorId | Should -Be 'BreakerTripped,OnsDlq.Commands.InvokeOnsDlqResendCommand'
        $trouble[5].CategoryInfo.Category | Should -Be OperationStopped
        Get-DeliveryCount GID_breaker | Should -Be '1*5'
    }

    It 'calls an answer that was lost after acceptance Unknown, and sends nothing twice' {
        $null = Add-DeadLetter 10 GID_lost
        Add-Fault @{ nth = 3; fault = 'acceptThenDrop' }
        $results = Get-OnsDlqMessage GID_lost | Invoke-OnsDlqResend -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue
        @($results | Where-Object Status -EQ Accepted).Count | Should -Be 9
        $unknown = @($results | Where-Object Status -EQ Unknown)
        $unknown.Count | Should -Be 1
        $told = @($trouble | Where-Object FullyQualifiedErrorId -EQ 'ResendOutcomeUnknown,OnsDlq.Commands.InvokeOnsDlqResendCommand')
        $told.Count | Should -Be 1
        $told[0].CategoryInfo.Category | Should -Be InvalidResult
        (Get-OnsDlqMessage GID_lost | Invoke-QuietResend | Where-Object Reason -EQ OutcomeUnknown).MsgId | Should -Be $unknown.MsgId
        Get-DeliveryCount GID_lost | Should -Be '1*10'
    }

    It 'tries again what was throttled, and tells how often it tried' {
        $null = Add-DeadLetter 1 GID_throttled
        Add-Fault @{ nth = 1; fault = 'throttle'; retryAfterMs = 20 }
        $result = Get-OnsDlqMessage GID_throttled | Invoke-QuietResend
        $result.Status | Should -Be Accepted
        $result.Tries | Should -Be 2
        Get-DeliveryCount GID_throttled | Should -Be '1*1'
    }

    It 'tells a message Failed that the service lists as not resent' {
        $id = Add-DeadLetter 1 GID_failed @{ resend = 'refuse' }
        $result = Get-OnsDlqMessage GID_failed | Invoke-OnsDlqResend -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue
        $result.Status | Should -Be Failed
        $result.FailedMsgId | Should -Be $id
        $trouble[0].FullyQualifiedErrorId | Should -Be 'ResendReportedFailed,OnsDlq.Commands.InvokeOnsDlqResendCommand'
        (Get-OnsDlqMessage GID_failed | Invoke-QuietResend).Reason | Should -Be ReportedFailed
    }

    It 'sends again what an override names, and lifts nothing that would deliver twice at once' {
        $null = Add-DeadLetter 1 GID_lifted
        $null = Get-OnsDlqMessage GID_lifted | Invoke-QuietResend
        (Get-OnsDlqMessage GID_lifted | Invoke-QuietResend -Override AlreadyResent -Reason 'rehearsal').Status | Should -Be Accepted
        Get-DeliveryCount GID_lifted | Should -Be '2*1'
        { Get-OnsDlqMessage GID_lifted | Invoke-OnsDlqResend -Confirm:$false -Override InFlight } | Should -Throw '*cannot be lifted*'
        { Get-OnsDlqMessage GID_lifted | Invoke-OnsDlqResend -Confirm:$false -Override DuplicateInput } | Should -Throw '*cannot be lifted*'
    }

    It 'sends a message given twice once' {
        $null = Add-DeadLetter 1 GID_twice
        $letter = Get-OnsDlqMessage GID_twice
        @($letter, $letter | Invoke-QuietResend).Status | Should -Be Accepted
        Get-DeliveryCount GID_twice | Should -Be '1*1'
    }

    It 'takes group and IDs in place of objects' {
        $ids = Add-DeadLetter 3 GID_ids
        (Invoke-OnsDlqResend GID_ids $ids -Confirm:$false).Status | Should -Be (@('Accepted') * 3)
        ($ids | Invoke-QuietResend -GroupId GID_ids).Reason | Should -Be (@('AlreadyResent') * 3)
        (Invoke-OnsDlqResend GID_ids ($ids[0], $ids[0]) -Confirm:$false -WhatIf).Status | Should -Be Skipped, Skipped
        Get-DeliveryCount GID_ids | Should -Be '1*3'
    }

    It 'does not send what names another group, and sends the rest' {
        $null = Add-DeadLetter 1 GID_here
        $null = Add-DeadLetter 1 GID_there
        $results = 'GID_here', 'GID_there' | ForEach-Object { [pscustomobject]@{ GroupId = $_ } } | Get-OnsDlqMessage |
            Invoke-OnsDlqResend -GroupId GID_there -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue
        $results.GroupId | Should -Be GID_there
        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -Be 'GroupMismatch,OnsDlq.Commands.InvokeOnsDlqResendCommand'
        Get-DeliveryCount GID_here | Should -BeNullOrEmpty
    }

    It 'gives an error for <What>, and sends the message beside it' -ForEach @(
        @{ What = 'nothing'; Bad = $null; GroupId = 'GID_bad_null'; Id = 'MissingMsgId' }
        @{ What = 'an object without a message ID'; Bad = [pscustomobject]@{ GroupId = 'GID_bad_object' }; GroupId = 'GID_bad_object'; Id = 'MissingMsgId' }
        @{ What = 'an ID that cannot be one'; Bad = [pscustomobject]@{ MsgId = 'with blanks'; GroupId = 'GID_bad_id' }; GroupId = 'GID_bad_id'; Id = 'InvalidMsgId' }
    ) {
        $null = Add-DeadLetter 1 $GroupId
        $letter = Get-OnsDlqMessage $GroupId
        $results = $Bad, $letter | Invoke-OnsDlqResend -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue
        $results.Status | Should -Be Accepted
        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'stops when a downstream command has enough' {
        $null = Add-DeadLetter 100 GID_first
        $first = Get-OnsDlqMessage GID_first | Invoke-OnsDlqResend -Confirm:$false -ThrottleLimit 2 -WarningAction SilentlyContinue | Select-Object -First 1
        $first.Status | Should -Be Accepted
        @(Get-Delivery GID_first).Count | Should -BeLessThan 100
        @(Get-OnsDlqResend GID_first -Status Accepted).Count | Should -Be @(Get-Delivery GID_first).Count
        Get-OnsDlqResend GID_first -Status InFlight, Unknown | Should -BeNullOrEmpty
    }
}

Describe 'Asking before anything is sent' {
    It 'sends and writes nothing under -WhatIf, and tells what would be skipped' {
        $null = Add-DeadLetter 2 GID_whatif
        $letters = Get-OnsDlqMessage GID_whatif
        $null = $letters[0] | Invoke-QuietResend
        ($letters | Invoke-OnsDlqResend -WhatIf).Reason | Should -Be AlreadyResent
        @(Get-OnsDlqMessage GID_whatif -Pending).Count | Should -Be 1
        @(Get-OnsDlqResend GID_whatif).Count | Should -Be 1
        Get-DeliveryCount GID_whatif | Should -Be '1*1'
    }

    It 'ends -WhatIf with totals' {
        $null = Add-DeadLetter 3 GID_totals
        $null = Get-OnsDlqMessage GID_totals -First 1 | Invoke-QuietResend
        $null = Get-OnsDlqMessage GID_totals | Invoke-OnsDlqResend -WhatIf -RequestsPerSecond 0.1 -InformationVariable said
        "$($said[0])" | Should -Be 'Would send 2 messages to GID_totals at 0.1 a second, in about 20 s.'
        "$($said[1])" | Should -Be 'Would skip 1: 1 AlreadyResent.'
    }

    It 'sends what is left of a reviewed plan, saved as <As>, and nothing else' -ForEach @(
        @{ As = 'csv'; Save = { $input | Export-Csv $file }; Load = { Import-Csv $file } }
        @{ As = 'json'; Save = { $input | ConvertTo-Json | Set-Content $file }; Load = { Get-Content $file -Raw | ConvertFrom-Json } }
        @{ As = 'clixml'; Save = { $input | Export-Clixml $file }; Load = { Import-Clixml $file } }
    ) {
        $group = "GID_plan_$As"
        $file = Join-Path $TestDrive "plan.$As"
        $ids = Add-DeadLetter 5 $group
        $null = $ids[0] | Invoke-QuietResend -GroupId $group
        $plan = Get-OnsDlqMessage $group | Invoke-OnsDlqResend -Plan
        ($plan | Group-Object Status | ForEach-Object { "$($_.Count) $($_.Name)" } | Sort-Object) | Should -Be '1 Skipped', '4 WouldSend'
        Get-DeliveryCount $group | Should -Be '1*1'

        $plan | Where-Object MsgId -NE $ids[4] | & $Save
        $results = & $Load | Invoke-QuietResend -Override AlreadyResent
        ($results | Where-Object Status -EQ Accepted).MsgId | Sort-Object | Should -Be ($ids[1..3] | Sort-Object)
        ($results | Where-Object Status -EQ Skipped).Reason | Should -Be NotPlanned
        Get-DeliveryCount $group | Should -Be '1*4'
    }

    It 'decides again on what a plan would send' {
        $ids = Add-DeadLetter 3 GID_plan_old
        $plan = Get-OnsDlqMessage GID_plan_old | Invoke-OnsDlqResend -Plan
        $null = Block-OnsDlqMessage GID_plan_old $ids[0] -Reason 'booked by hand'
        $null = $ids[1] | Invoke-QuietResend -GroupId GID_plan_old
        (($plan | Invoke-QuietResend).Reason | Sort-Object) | Should -Be AlreadyResent, Blocked
        Get-DeliveryCount GID_plan_old | Should -Be '1*2'
    }

    It 'asks nothing where $ConfirmPreference says so' {
        $null = Add-DeadLetter 1 GID_preference
        & {
            $ConfirmPreference = 'None'
            (Get-OnsDlqMessage GID_preference | Invoke-OnsDlqResend).Status | Should -Be Accepted
        }
    }

    It 'obeys $WhatIfPreference' {
        $null = Add-DeadLetter 1 GID_whatif_preference
        & {
            $WhatIfPreference = $true
            Get-OnsDlqMessage GID_whatif_preference | Invoke-OnsDlqResend -Confirm:$false
        }
        Get-DeliveryCount GID_whatif_preference | Should -BeNullOrEmpty
    }

    It 'ends a script where nobody can be asked, whatever stands on standard input, and sends nothing' {
        $run = Invoke-Pwsh -StandardInput y, y {
            $sandbox = Start-OnsDlqSandbox
            try { Get-OnsDlqMessage GID_orders | Invoke-OnsDlqResend }
            finally { "delivered $(@((Invoke-RestMethod "$($sandbox.Control)/ledger" -NoProxy).deliveries).Count)" }
            'not reached'
        }
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Contain 'delivered 0'
        $run.Output | Should -Not -Contain 'not reached'
        "$($run.Output)" | Should -Match 'needs a confirmation'
    }
}

Describe 'Results on the screen' {
    It 'are a table that fits' {
        $null = Add-DeadLetter 1 GID_table
        Get-OnsDlqMessage GID_table | Invoke-QuietResend | Format-Table | Out-String -Width 120 | Should -Match 'Accepted'
    }

    It 'say in a list why something was skipped' {
        $null = Add-DeadLetter 1 GID_list
        $null = Get-OnsDlqMessage GID_list | Invoke-QuietResend
        Get-OnsDlqMessage GID_list | Invoke-QuietResend | Format-List | Out-String -Width 120 | Should -Match 'Reason\s*: AlreadyResent'
    }
}
