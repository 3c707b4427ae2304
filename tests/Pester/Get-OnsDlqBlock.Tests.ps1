param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Get-OnsDlqBlock' {
    It 'says who blocked what, why, and until when' {
        $ids = Add-DeadLetter 2 GID_blocks
        $null = Block-OnsDlqMessage GID_blocks $ids[0] -Reason 'booked by hand'
        $null = Block-OnsDlqMessage GID_blocks $ids[1] -Reason 'ask Kim' -Until ([datetime]::Now.AddHours(2))
        $blocks = Get-OnsDlqBlock GID_blocks
        $blocks.Reason | Should -Be 'ask Kim', 'booked by hand'
        $blocks[0].BlockedBy | Should -BeLike '*@*'
        $blocks[0].Until | Should -BeGreaterThan ([datetime]::Now.AddMinutes(119))
        $blocks[1].Until | Should -BeNullOrEmpty
        (Get-OnsDlqBlock GID_blocks $ids[1]).Reason | Should -Be 'ask Kim'
        Get-OnsDlqBlock GID_no_blocks | Should -BeNullOrEmpty
        ($ids | ForEach-Object { [pscustomobject]@{ MsgId = $_ } } | Get-OnsDlqBlock).Count | Should -Be 2
    }

    It 'feeds Unblock-OnsDlqMessage' {
        $ids = Add-DeadLetter 3 GID_blocks_piped
        $null = $ids | Block-OnsDlqMessage GID_blocks_piped -Reason 'handled'
        $null = Get-OnsDlqBlock GID_blocks_piped | Unblock-OnsDlqMessage
        Get-OnsDlqBlock GID_blocks_piped | Should -BeNullOrEmpty
    }

    It 'refuses an empty group, which a variable that was never set gives' {
        { Get-OnsDlqBlock -GroupId '' } | Should -Throw -ErrorId 'EmptyArgument,OnsDlq.Commands.GetOnsDlqBlockCommand'
    }
}

Describe 'A listing' {
    It 'shows a blocked message as blocked' {
        $ids = Add-DeadLetter 2 GID_blocked_shown
        $null = Block-OnsDlqMessage GID_blocked_shown $ids[0] -Reason 'booked by hand'
        $letter = Get-OnsDlqMessage GID_blocked_shown | Where-Object MsgId -EQ $ids[0]
        $letter.BlockReason | Should -Be 'booked by hand'
        $letter.BlockedBy | Should -BeLike '*@*'
        Get-OnsDlqMessage GID_blocked_shown | Format-Table | Out-String -Width 120 | Should -Match "$($ids[0]).* Blocked .*orders"
        $letter | Format-List | Out-String -Width 120 | Should -Match 'BlockReason\s*: booked by hand'
    }

    It 'says how many -Pending hides' {
        $ids = Add-DeadLetter 4 GID_hidden
        $null = Block-OnsDlqMessage GID_hidden $ids[0] -Reason 'booked by hand'
        $null = $ids[1, 2] | Invoke-QuietResend -GroupId GID_hidden
        (Get-OnsDlqMessage GID_hidden -Pending -InformationVariable said).MsgId | Should -Be $ids[3]
        "$said" | Should -Be '-Pending hides 3 dead letters: 2 AlreadyResent, 1 Blocked.'
        $null = Get-OnsDlqMessage GID_hidden -InformationVariable unsaid
        $unsaid | Should -BeNullOrEmpty
    }
}
