param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    $journal = Join-Path $TestDrive own.db
}

Describe 'Get-OnsDlqJournal' {
    It 'shows nothing where there is no journal yet, and makes none' {
        Connect-Sandbox $journal
        Get-OnsDlqJournal | Should -BeNullOrEmpty
        $journal | Should -Not -Exist
    }

    It 'shows where it is and how it stands, and the file is one between commands' {
        $null = Add-DeadLetter 2 GID_journal
        Connect-Sandbox $journal
        $null = Get-OnsDlqMessage GID_journal | Invoke-QuietResend
        $shown = Get-OnsDlqJournal
        $shown.Location | Should -Be $journal
        $shown.Schema | Should -BeGreaterThan 0
        $shown.Commits | Should -BeGreaterThan 0
        $shown.Trouble | Should -BeNullOrEmpty
        $shown.Gaps | Should -BeNullOrEmpty
        Get-ChildItem "$journal*" | ForEach-Object Name | Should -Be own.db
    }

    It 'fits on the screen' {
        Connect-Sandbox $journal
        Get-OnsDlqJournal | Format-List | Out-String -Width 120 | Should -Match 'own\.db'
    }
}
