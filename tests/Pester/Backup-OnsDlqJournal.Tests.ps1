param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    $null = Add-DeadLetter 3 GID_backup
    $null = Get-OnsDlqMessage GID_backup | Invoke-QuietResend
}

Describe 'Backup-OnsDlqJournal' {
    It 'makes a copy that knows what was resent' {
        $copy = Join-Path $TestDrive copy.db
        (Backup-OnsDlqJournal $copy).FullName | Should -Be $copy
        $own = Get-OnsDlqConnection
        Connect-Sandbox $copy
        try {
            (Get-OnsDlqResend GID_backup).Status | Should -Be (@('Accepted') * 3)
            (Get-OnsDlqMessage GID_backup | Invoke-QuietResend).Reason | Should -Be (@('AlreadyResent') * 3)
            Get-DeliveryCount GID_backup | Should -Be '1*3'
        }
        finally { Connect-Sandbox $own.Journal }
    }

    It 'takes a path from where the session is' {
        Push-Location $TestDrive
        try { (Backup-OnsDlqJournal here.db).FullName | Should -Be (Join-Path $TestDrive here.db) }
        finally { Pop-Location }
    }

    It 'makes nothing under -WhatIf' {
        Backup-OnsDlqJournal (Join-Path $TestDrive whatif.db) -WhatIf | Should -BeNullOrEmpty
        Join-Path $TestDrive whatif.db | Should -Not -Exist
    }

    It 'never writes over a file' {
        $there = Join-Path $TestDrive there.db
        'mine' | Set-Content $there
        Backup-OnsDlqJournal $there -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -BeNullOrEmpty
        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -Be 'BackupFailed,OnsDlq.Commands.BackupOnsDlqJournalCommand'
        Get-Content $there | Should -Be mine
    }
}
