param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    $journal = Join-Path $TestDrive own.db
}

Describe 'Repair-OnsDlqJournal' {
    It 'lets a person go on with an old copy, and holds what may have been resent unnoticed' {
        $ids = Add-DeadLetter 2 GID_repair
        Connect-Sandbox $journal
        $null = Invoke-OnsDlqResend GID_repair $ids[0] -Confirm:$false
        Disconnect-OnsDlq
        Copy-Item $journal (Join-Path $TestDrive old.db)
        Connect-Sandbox $journal
        $null = Invoke-OnsDlqResend GID_repair $ids[1] -Confirm:$false
        Disconnect-OnsDlq
        Copy-Item (Join-Path $TestDrive old.db) $journal

        Connect-Sandbox $journal
        { Get-OnsDlqMessage GID_repair | Invoke-OnsDlqResend -Confirm:$false } | Should -Throw -ErrorId 'JournalIncomplete,*'
        (Get-OnsDlqJournal).Trouble | Should -Not -BeNullOrEmpty

        Repair-OnsDlqJournal -Reason 'restored' -WhatIf
        { Get-OnsDlqMessage GID_repair | Invoke-OnsDlqResend -Confirm:$false } | Should -Throw -ErrorId 'JournalIncomplete,*'

        $repaired = Repair-OnsDlqJournal -Reason 'restored from Sunday' -Confirm:$false
        $repaired.Trouble | Should -BeNullOrEmpty
        $repaired.Gaps.Reason | Should -Be 'restored from Sunday'
        $results = Get-OnsDlqMessage GID_repair | Invoke-QuietResend
        ($results | Where-Object MsgId -EQ $ids[0]).Reason | Should -Be AlreadyResent
        ($results | Where-Object MsgId -EQ $ids[1]).Reason | Should -Be JournalGap
        Get-DeliveryCount GID_repair | Should -Be '1*2'

        (Invoke-OnsDlqResend GID_repair $ids[1] -Override JournalGap -Reason 'the consumer never had it' -Confirm:$false).Status | Should -Be Accepted
    }

    It 'has nothing to do where nothing is missing' {
        Connect-Sandbox (Join-Path $TestDrive whole.db)
        Repair-OnsDlqJournal -Reason 'to be sure' -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -BeNullOrEmpty
        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -Be 'NothingToRepair,OnsDlq.Commands.RepairOnsDlqJournalCommand'
    }

    It 'needs a reason' {
        { Repair-OnsDlqJournal -Reason ' ' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
