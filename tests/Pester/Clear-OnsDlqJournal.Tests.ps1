param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    $ids = Add-DeadLetter 2 GID_clear
    $null = Get-OnsDlqMessage GID_clear | Invoke-QuietResend
}

Describe 'Clear-OnsDlqJournal' {
    It 'deletes nothing that is younger than 30 days' {
        foreach ($before in (Get-Date), (Get-Date).AddDays(-29), '2999-01-01') {
            Clear-OnsDlqJournal -Before $before -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -BeNullOrEmpty
            $trouble.Count | Should -Be 1
            $trouble[0].FullyQualifiedErrorId | Should -Be 'RetentionTooShort,OnsDlq.Commands.ClearOnsDlqJournalCommand'
            $trouble[0].CategoryInfo.Category | Should -Be InvalidArgument
        }

        (Get-OnsDlqResend GID_clear).Count | Should -Be 2
    }

    It 'tells what it deleted, and the journal guards as before' {
        $cleared = Clear-OnsDlqJournal (Get-Date).AddDays(-31) -Confirm:$false
        $cleared.Attempts, $cleared.Runs, $cleared.Blocks, $cleared.Bookmarks | Should -Be 0, 0, 0, 0
        $cleared.Location | Should -Be (Get-OnsDlqJournal).Location
        ($cleared | Out-String) | Should -Match 'Attempts'

        (Get-OnsDlqMessage GID_clear | Invoke-QuietResend).Reason | Should -Be AlreadyResent, AlreadyResent
        Get-DeliveryCount GID_clear | Should -Be '1*2'
    }

    It 'shows who did what' {
        $who = "$([Environment]::UserName)@$([Environment]::MachineName)"
        $attempt = Get-OnsDlqResend GID_clear | Select-Object -First 1
        $run = Get-OnsDlqRun -RunId $attempt.RunId
        $attempt.User, $attempt.Machine | Should -Be $who, ([Environment]::MachineName)
        $run.User, $run.Machine, $run.ProcessId | Should -Be $who, ([Environment]::MachineName), $PID
        ($attempt, $run | Format-List | Out-String) | Should -Match ([regex]::Escape($who))
    }
}
