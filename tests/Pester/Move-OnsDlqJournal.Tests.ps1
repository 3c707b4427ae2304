param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    $old = Join-Path $TestDrive 'old.db'
    $new = Join-Path $TestDrive 'new.db'
    $null = Add-DeadLetter 3 GID_move
    Connect-Sandbox $old
    $null = Get-OnsDlqMessage GID_move | Select-Object -First 2 | Invoke-QuietResend
    $null = Get-OnsDlqMessage GID_move -Pending | Block-OnsDlqMessage -Reason 'handled by hand'

    # In a separate pwsh that knows of no rehearsal.
    function Invoke-Alone([string] $Script) {
        Invoke-Pwsh ([scriptblock]::Create("`$env:ONSDLQ_REHEARSAL = `$null; `$env:ONSDLQ_JOURNAL = '$old'; $Script"))
    }
}

AfterAll {
    Disconnect-OnsDlq
}

Describe 'Move-OnsDlqJournal' {
    It 'shows with -WhatIf how much would move, and makes nothing' {
        Move-OnsDlqJournal $new -WhatIf | Should -BeNullOrEmpty
        Test-Path $new | Should -BeFalse
        (Get-OnsDlqJournal).Trouble | Should -BeNullOrEmpty

        $said = Invoke-Alone "Move-OnsDlqJournal '$new' -WhatIf"
        $said.ExitCode | Should -Be 0
        "$($said.Output)" | Should -Match '2 attempt\(s\), 1 run\(s\), 1 block\(s\), 0 bookmark\(s\)'
    }

    It 'asks first, and does nothing where nobody can be asked' {
        $said = Invoke-Alone "Move-OnsDlqJournal '$new'"
        $said.ExitCode | Should -Not -Be 0
        "$($said.Output)" | Should -Match 'Confirm:\$false'
        Test-Path $new | Should -BeFalse
    }

    It 'refuses <_>' -ForEach @('env:journal', 'mysql://db/onsdlq', 'postgresql://kim:hush-hush@db/onsdlq') {
        { Move-OnsDlqJournal $_ -Confirm:$false } | Should -Throw -ErrorId 'InvalidJournal,*'
        (Get-OnsDlqJournal).Trouble | Should -BeNullOrEmpty
    }

    It 'refuses the journal itself, and where there is none' {
        { Move-OnsDlqJournal $old -Confirm:$false } | Should -Throw -ErrorId 'MoveRefused,*'
        Connect-Sandbox (Join-Path $TestDrive 'none.db')
        Move-OnsDlqJournal $new -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -Be 'MoveRefused,OnsDlq.Commands.MoveOnsDlqJournalCommand'
        Test-Path $new | Should -BeFalse
        Connect-Sandbox $old
    }

    It 'moves everything, and the old journal sends nothing more and names the new one' {
        $moved = Move-OnsDlqJournal $new -Confirm:$false -WarningAction SilentlyContinue
        $moved.Source, $moved.Destination | Should -Be $old, $new
        $moved.Attempts, $moved.Outcomes, $moved.Runs, $moved.Blocks, $moved.Bookmarks, $moved.InFlight | Should -Be 2, 2, 1, 1, 0, 0
        ($moved | Out-String) | Should -Match 'Attempts +Outcomes'

        (Get-OnsDlqJournal).Trouble | Should -Match ([regex]::Escape($new))
        $warnings = Get-OnsDlqMessage GID_move 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        "$warnings" | Should -Match ([regex]::Escape($new))
        { Get-OnsDlqMessage GID_move -WarningAction SilentlyContinue |
                Invoke-OnsDlqResend -Confirm:$false -Override AlreadyResent, Blocked -Reason no -ErrorAction Stop -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'JournalMoved,*'
        { Get-OnsDlqBlock -WarningAction SilentlyContinue | Unblock-OnsDlqMessage } | Should -Throw -ErrorId 'JournalMoved,*'
        Get-DeliveryCount GID_move | Should -Be '1*2'
    }

    It 'guards with the new journal as with the old one' {
        Connect-Sandbox $new
        (Get-OnsDlqMessage GID_move | Invoke-QuietResend).Reason | Sort-Object | Should -Be AlreadyResent, AlreadyResent, Blocked
        (Get-OnsDlqResend GID_move).Count | Should -Be 2
        (Get-OnsDlqRun).Count | Should -Be 1
        (Get-OnsDlqBlock GID_move).Reason | Should -Be 'handled by hand'
    }

    It 'moves back, with what was done meanwhile' {
        Get-OnsDlqBlock | Unblock-OnsDlqMessage
        $null = Get-OnsDlqMessage GID_move -Pending | Invoke-QuietResend
        $moved = Move-OnsDlqJournal $old -Confirm:$false
        $moved.Attempts, $moved.Runs, $moved.Blocks | Should -Be 1, 1, 1

        Connect-Sandbox $old
        (Get-OnsDlqJournal).Trouble | Should -BeNullOrEmpty
        (Get-OnsDlqMessage GID_move | Invoke-QuietResend).Reason | Should -Be AlreadyResent, AlreadyResent, AlreadyResent
        Get-DeliveryCount GID_move | Should -Be '1*3'
    }

    It 'is given up by a person, with a gap, where the other journal is gone' {
        Remove-Item $new
        $null = Move-OnsDlqJournal $new -Confirm:$false -WarningAction SilentlyContinue
        Remove-Item $new
        { Move-OnsDlqJournal $new -Confirm:$false -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'JournalMoved,*'

        $repaired = Repair-OnsDlqJournal -Reason 'the new disk is lost' -Confirm:$false
        $repaired.Trouble | Should -BeNullOrEmpty
        $repaired.Gaps[0].Found | Should -Match ([regex]::Escape($new))
        $null = Add-DeadLetter 1 GID_move
        (Get-OnsDlqMessage GID_move -Pending | Invoke-QuietResend).Reason | Should -Be JournalGap
    }
}
