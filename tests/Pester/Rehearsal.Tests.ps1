param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))

# The check in the rehearsal that is README's first command: it must be able to fail.
BeforeAll {
    . (Join-Path $PSScriptRoot '..' '..' 'src' 'OnsDlq.Shell' 'Rehearsal' 'Compare-Delivery.ps1')

    function New-Told([string] $MsgId, [string] $Status, [int] $Tries) {
        [pscustomobject]@{ MsgId = $MsgId; Status = $Status; Tries = $Tries }
    }

    # A ledger with these deliveries by message, and one call in every test, which is the number that the module reported.
    function New-Ledger([Collections.IDictionary] $Delivery, [int] $Accepted = 1, [int] $Refused = 0) {
        $deliveries = @($Delivery.Keys | ForEach-Object { [pscustomobject]@{ msgId = $_; count = $Delivery[$_] } })
        [pscustomobject]@{ deliveries = $deliveries; calls = [pscustomobject]@{ OnsDLQMessageResendById = [pscustomobject]@{ accepted = $Accepted; refused = $Refused } } }
    }

    function Get-Verdict([object[]] $Told, [object] $Ledger) {
        Compare-Delivery $Told $Ledger | Select-Object -Last 1
    }
}

Describe 'Compare-Delivery' {
    It '<Status> and <Count> deliveries: agrees is <Agrees>' -ForEach @(
        @{ Status = 'Accepted'; Count = 0; Agrees = $false }
        @{ Status = 'Accepted'; Count = 1; Agrees = $true }
        @{ Status = 'Accepted'; Count = 2; Agrees = $false }
        @{ Status = 'Unknown'; Count = 0; Agrees = $true }
        @{ Status = 'Unknown'; Count = 1; Agrees = $true }
        @{ Status = 'Unknown'; Count = 2; Agrees = $false }
        @{ Status = 'Rejected'; Count = 0; Agrees = $true }
        @{ Status = 'Rejected'; Count = 1; Agrees = $false }
        @{ Status = 'Failed'; Count = 0; Agrees = $true }
        @{ Status = 'Failed'; Count = 1; Agrees = $false }
        @{ Status = 'Skipped'; Count = 0; Agrees = $true }
        @{ Status = 'Skipped'; Count = 1; Agrees = $false }
    ) {
        $rows = @(Compare-Delivery (New-Told A $Status 1) (New-Ledger @{ A = $Count }))
        $rows.Count | Should -Be 2
        $rows[0].MsgId | Should -Be A
        ($rows[0].'The ledger' -notmatch 'cannot be') | Should -Be $Agrees
        $rows[1].Trouble.Count | Should -Be ([int] -not $Agrees)
    }

    It 'finds trouble in two accepted resends of one message, even where the ledger counts two' {
        (Get-Verdict @((New-Told A Accepted 1), (New-Told A Accepted 0)) (New-Ledger @{ A = 2 })).Trouble.Count | Should -Be 1
    }

    It 'finds none in a duplicate that was skipped' {
        (Get-Verdict @((New-Told A Accepted 1), (New-Told A Skipped 0)) (New-Ledger @{ A = 1 })).Trouble | Should -BeNullOrEmpty
    }

    It 'finds trouble in a delivery that the module never told of' {
        $trouble = (Get-Verdict (New-Told A Accepted 1) (New-Ledger ([ordered]@{ A = 1; B = 1 }))).Trouble
        $trouble.Count | Should -Be 1
        $trouble[0] | Should -BeLike 'B was delivered 1 times, and the module never told of it.'
    }

    It 'finds trouble in a call that the module did not count' {
        $trouble = (Get-Verdict (New-Told A Accepted 2) (New-Ledger @{ A = 1 })).Trouble
        $trouble.Count | Should -Be 1
        $trouble[0] | Should -Be 'The module made 2 calls, and the sandbox counted 1.'
    }

    It 'finds that nothing proves nothing' {
        (Get-Verdict @() (New-Ledger @{} -Accepted 0)).Trouble.Count | Should -Be 1
    }

    It 'reads the ledger as the control address gives it' {
        $ledger = '{"deliveries":[{"instanceId":"I","groupId":"G","msgId":"A","count":2,"waiting":0,"times":[]}],
            "calls":{"OnsDLQMessageResendById":{"accepted":3,"refused":4},"Other":{"accepted":9,"refused":9}}}' | ConvertFrom-Json
        $verdict = Get-Verdict @((New-Told A Unknown 7)) $ledger
        $verdict.Delivered | Should -Be 2
        $verdict.Calls | Should -Be 7
        $verdict.Trouble.Count | Should -Be 1
        $verdict.Trouble[0] | Should -BeLike 'A is Unknown, and was delivered 2 times.'
    }

    It 'tells how many there were of each status, and how many were delivered' {
        $verdict = Get-Verdict @((New-Told A Accepted 1), (New-Told B Accepted 1), (New-Told C Skipped 0)) (New-Ledger @{ A = 1; B = 1 } -Accepted 2)
        $verdict.Counts | Should -Be '2 Accepted, 1 Skipped'
        $verdict.Delivered | Should -Be 2
        $verdict.Trouble | Should -BeNullOrEmpty
    }
}
