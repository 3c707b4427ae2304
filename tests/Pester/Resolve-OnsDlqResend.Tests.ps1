param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    # Resends a group's messages with an unknown outcome.
    function Add-Unknown([int] $Count, [string] $GroupId) {
        $null = Add-DeadLetter $Count $GroupId
        Add-Fault @{ fault = 'acceptThenDrop'; times = $Count }
        $results = Get-OnsDlqMessage $GroupId | Invoke-QuietResend
        $results.Status | Should -Be (@('Unknown') * $Count)
        $results
    }
}

Describe 'Resolve-OnsDlqResend' {
    AfterEach {
        Clear-Fault
    }

    It 'as Accepted keeps a message from being sent again' {
        $unknown = Add-Unknown 1 GID_accepted
        $settled = Resolve-OnsDlqResend GID_accepted $unknown.MsgId -As Accepted -Reason 'order 4711 is booked' -Confirm:$false
        $settled.Status | Should -Be Accepted
        $settled.SettledReason | Should -Be 'order 4711 is booked'
        $settled.SettledBy | Should -Not -BeNullOrEmpty
        (Get-OnsDlqMessage GID_accepted | Invoke-QuietResend).Reason | Should -Be AlreadyResent
        Get-DeliveryCount GID_accepted | Should -Be '1*1'
    }

    It 'as Rejected lets the next run send it' {
        $unknown = Add-Unknown 1 GID_rejected
        (Get-OnsDlqMessage GID_rejected | Invoke-QuietResend).Reason | Should -Be OutcomeUnknown
        $null = Resolve-OnsDlqResend GID_rejected $unknown.MsgId -As Rejected -Reason 'never reached the consumer' -Confirm:$false
        Clear-Fault
        (Get-OnsDlqMessage GID_rejected | Invoke-QuietResend).Status | Should -Be Accepted
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'attempts of the journal'; GroupId = 'GID_by_attempt'; Give = { Get-OnsDlqResend $args[0].GroupId -Status Unknown } }
        @{ What = 'results'; GroupId = 'GID_by_result'; Give = { $args[0] } }
        @{ What = 'attempt IDs'; GroupId = 'GID_by_id'; Give = { $args[0].AttemptId } }
        @{ What = 'rows of a CSV file'; GroupId = 'GID_by_row'; Give = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        $unknown = Add-Unknown 1 $GroupId
        $settled = & $Give $unknown | Resolve-OnsDlqResend -As Accepted -Reason 'seen in the log' -Confirm:$false
        $settled.AttemptId | Should -Be $unknown.AttemptId
    }

    It 'keeps beside it what was recorded before' {
        $unknown = Add-Unknown 1 GID_kept
        $settled = Resolve-OnsDlqResend -AttemptId $unknown.AttemptId -As Accepted -Reason 'seen in the log' -Confirm:$false
        $settled.Outcomes.Count | Should -Be 2
        $settled.Outcomes[0].Status | Should -Be Unknown
    }

    It 'changes nothing under -WhatIf, and nothing where nobody can be asked' {
        $unknown = Add-Unknown 1 GID_unasked
        Resolve-OnsDlqResend GID_unasked $unknown.MsgId -As Rejected -Reason 'why' -WhatIf | Should -BeNullOrEmpty
        (Get-OnsDlqResend GID_unasked).Status | Should -Be Unknown
    }

    It 'settles nothing twice, and nothing that has an outcome' {
        $unknown = Add-Unknown 1 GID_settled
        $null = Resolve-OnsDlqResend -AttemptId $unknown.AttemptId -As Accepted -Reason 'seen in the log' -Confirm:$false
        Resolve-OnsDlqResend -AttemptId $unknown.AttemptId -As Rejected -Reason 'no' -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -BeNullOrEmpty
        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -Be 'AttemptNotResolvable,OnsDlq.Commands.ResolveOnsDlqResendCommand'
        (Get-OnsDlqResend GID_settled).Status | Should -Be Accepted
    }

    It 'says of an attempt that is not there' {
        Resolve-OnsDlqResend GID_nobody 0BC16699165C03B925DB8A404E2D0001 -As Accepted -Reason 'x' -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable trouble
        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -Be 'AttemptNotFound,OnsDlq.Commands.ResolveOnsDlqResendCommand'
        $trouble[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $trouble[0].TargetObject | Should -Be 0BC16699165C03B925DB8A404E2D0001
    }

    It 'needs a reason, and one of two outcomes' {
        { Resolve-OnsDlqResend GID_x 0BC16699165C03B925DB8A404E2D0001 -As Accepted -Reason ' ' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { Resolve-OnsDlqResend GID_x 0BC16699165C03B925DB8A404E2D0001 -As Unknown -Reason 'why' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
