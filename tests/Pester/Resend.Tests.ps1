param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))

BeforeAll {
    Import-Module $Module -Force

    function Add-DeadLetter([int] $Count, [string] $GroupId) {
        $body = @{
            instanceId = 'MQ_INST_1234567890123456_PESTER01'; groupId = $GroupId; topic = 'orders'; count = $Count; consumer = 'succeed'
            from = [DateTimeOffset]::UtcNow.AddHours(-2).ToString('o'); to = [DateTimeOffset]::UtcNow.AddHours(-1).ToString('o')
        }
        $null = Invoke-RestMethod "$control/messages" -Method Post -ContentType application/json -Body ($body | ConvertTo-Json)
    }

    function Add-Fault([hashtable[]] $Rule) {
        $null = Invoke-RestMethod "$control/faults" -Method Post -ContentType application/json -Body (ConvertTo-Json $Rule)
    }

    function Get-Delivery([string] $GroupId) {
        (Invoke-RestMethod "$control/ledger").deliveries | Where-Object groupId -EQ $GroupId
    }
}

Describe 'Redrive against the sandbox' {
    BeforeAll {
        $sandbox = Start-OnsDlqSandbox -Seed none
        $control = $sandbox.Control
    }

    AfterAll {
        Stop-OnsDlqSandbox
    }

    AfterEach {
        $null = Invoke-RestMethod "$control/faults" -Method Delete
    }

    It 'sends nothing under -WhatIf' {
        Add-DeadLetter 3 GID_whatif
        Get-OnsDlqMessage GID_whatif | Invoke-OnsDlqResend -WhatIf
        Get-Delivery GID_whatif | Should -BeNullOrEmpty
    }

    It 'delivers every message once' {
        Add-DeadLetter 120 GID_once
        $results = Get-OnsDlqMessage GID_once | Invoke-OnsDlqResend -Confirm:$false -ThrottleLimit 4
        ($results | Group-Object Status -NoElement).Name | Should -Be 'Accepted'
        $results.Count | Should -Be 120
        Get-Delivery GID_once | ForEach-Object { $_.count } | Should -Be (@(1) * 120)
        $results.RequestId | Should -Not -Contain $null
    }

    It 'calls an answer lost after acceptance Unknown and sends nothing twice' {
        Add-DeadLetter 10 GID_lost
        Add-Fault @{ action = 'OnsDLQMessageResendById'; nth = 3; fault = 'acceptThenDrop' }
        $results = Get-OnsDlqMessage GID_lost | Invoke-OnsDlqResend -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue
        @($results | Where-Object Status -EQ Accepted).Count | Should -Be 9
        @($results | Where-Object Status -EQ Unknown).Count | Should -Be 1
        @($trouble | Where-Object FullyQualifiedErrorId -Like 'ResendOutcomeUnknown,*').Count | Should -Be 1
        Get-Delivery GID_lost | ForEach-Object { $_.count } | Should -Be (@(1) * 10)
    }

    It 'sends nothing when the same command is run again' {
        Add-DeadLetter 5 GID_again
        $null = Get-OnsDlqMessage GID_again | Invoke-OnsDlqResend -Confirm:$false
        $again = Get-OnsDlqMessage GID_again | Invoke-OnsDlqResend -Confirm:$false
        $again.Reason | Should -Be (@('AlreadyResent') * 5)
        Get-OnsDlqMessage GID_again -Pending | Should -BeNullOrEmpty
        (Get-OnsDlqMessage GID_again).ResendState | Should -Be (@('Accepted') * 5)
        Get-Delivery GID_again | ForEach-Object { $_.count } | Should -Be (@(1) * 5)
    }

    It 'sends again what an override names' {
        Add-DeadLetter 1 GID_lifted
        $null = Get-OnsDlqMessage GID_lifted | Invoke-OnsDlqResend -Confirm:$false
        $result = Get-OnsDlqMessage GID_lifted | Invoke-OnsDlqResend -Confirm:$false -Override AlreadyResent -Reason 'rehearsal'
        $result.Status | Should -Be Accepted
        (Get-Delivery GID_lifted).count | Should -Be 2
        { Get-OnsDlqMessage GID_lifted | Invoke-OnsDlqResend -Confirm:$false -Override InFlight } | Should -Throw '*cannot be lifted*'
    }

    It 'tells under -WhatIf what would be skipped, and writes nothing' {
        Add-DeadLetter 2 GID_maybe
        $letters = Get-OnsDlqMessage GID_maybe
        $null = $letters[0] | Invoke-OnsDlqResend -Confirm:$false
        ($letters | Invoke-OnsDlqResend -WhatIf).Reason | Should -Be AlreadyResent
        @(Get-OnsDlqMessage GID_maybe -Pending).Count | Should -Be 1
    }

    It 'takes rows of a CSV file' {
        Add-DeadLetter 5 GID_csv
        Get-OnsDlqMessage GID_csv | Select-Object MsgId, GroupId, InstanceId, RegionId, StoreTimestamp | Export-Csv (Join-Path $TestDrive dlq.csv)
        $results = Import-Csv (Join-Path $TestDrive dlq.csv) | Invoke-OnsDlqResend -Confirm:$false
        $results.Status | Should -Be (@('Accepted') * 5)
    }

    It 'takes rows of a JSON file' {
        Add-DeadLetter 5 GID_json
        $json = Get-OnsDlqMessage GID_json | ConvertTo-Json -Depth 3
        $results = $json | ConvertFrom-Json | Invoke-OnsDlqResend -Confirm:$false
        $results.Status | Should -Be (@('Accepted') * 5)
    }

    It 'stops when a downstream command has enough' {
        Add-DeadLetter 200 GID_first
        $first = Get-OnsDlqMessage GID_first | Invoke-OnsDlqResend -Confirm:$false -ThrottleLimit 2 -WarningAction SilentlyContinue | Select-Object -First 1
        $first.Status | Should -Be Accepted
        @(Get-Delivery GID_first).Count | Should -BeLessThan 200
    }

    It 'does not send what names another group' {
        Add-DeadLetter 1 GID_here
        Get-OnsDlqMessage GID_here | Invoke-OnsDlqResend -GroupId GID_there -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'GroupMismatch,*'
        Get-Delivery GID_here | Should -BeNullOrEmpty
    }

    It 'sends a message given twice once' {
        Add-DeadLetter 1 GID_twice
        $letter = Get-OnsDlqMessage GID_twice
        $results = $letter, $letter | Invoke-OnsDlqResend -Confirm:$false
        @($results.Status) | Should -Contain Skipped
        (Get-Delivery GID_twice).count | Should -Be 1
    }

    It 'refuses to send where nobody can be asked' {
        $pwsh = (Get-Process -Id $PID).Path
        $said = 'y' | & $pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$Module'
            `$null = Start-OnsDlqSandbox
            try { Get-OnsDlqMessage GID_orders | Invoke-OnsDlqResend } catch { `$_.FullyQualifiedErrorId } finally { Stop-OnsDlqSandbox }"
        $said | Should -BeLike 'ConfirmationUnavailable,*'
    }

    It 'shows results as a table that fits' {
        Add-DeadLetter 1 GID_table
        Get-OnsDlqMessage GID_table | Invoke-OnsDlqResend -Confirm:$false | Format-Table | Out-String -Width 120 | Should -Match 'Accepted'
    }
}

Describe 'The journal' {
    It 'of a sandbox is made without a warning and goes with it' {
        $null = Start-OnsDlqSandbox
        try {
            $journal = (Get-OnsDlqConnection).Journal
            @(Get-OnsDlqMessage GID_orders)[0] | Invoke-OnsDlqResend -Confirm:$false -WarningVariable warnings | Out-Null
            $warnings | Should -BeNullOrEmpty
            $journal | Should -Exist
        }
        finally {
            Stop-OnsDlqSandbox
        }
        Split-Path $journal | Should -Not -Exist
    }

    It 'is not named by an address with a password in it' {
        $key = [pscredential]::new('id', (ConvertTo-SecureString secret -AsPlainText -Force))
        { Connect-OnsDlq cn-hangzhou -Credential $key -Journal postgresql://ops:hush@db/onsdlq } |
            Should -Throw -ErrorId 'InvalidJournal,OnsDlq.Commands.ConnectOnsDlqCommand'
    }
}

Describe 'The session around a sandbox' {
    It 'has no connection of the sandbox after the sandbox was stopped' {
        $null = Start-OnsDlqSandbox
        (Get-OnsDlqConnection).Endpoint.Host | Should -Be '127.0.0.1'
        Stop-OnsDlqSandbox
        Get-OnsDlqConnection | Should -BeNullOrEmpty
    }
}
