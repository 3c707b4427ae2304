param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Unblock-OnsDlqMessage' {
    It 'lets a message go again, and emits the block that was' {
        $id = Add-DeadLetter 1 GID_unblock
        $null = Block-OnsDlqMessage GID_unblock $id -Reason 'booked by hand'
        (Unblock-OnsDlqMessage GID_unblock $id).Reason | Should -Be 'booked by hand'
        (Get-OnsDlqMessage GID_unblock | Invoke-QuietResend).Status | Should -Be Accepted
        Get-DeliveryCount GID_unblock | Should -Be '1*1'
    }

    It 'takes what Block-OnsDlqMessage emitted' {
        $ids = Add-DeadLetter 3 GID_unblock_piped
        $blocked = $ids | Block-OnsDlqMessage GID_unblock_piped -Reason 'handled'
        ($blocked | Unblock-OnsDlqMessage).MsgId | Sort-Object | Should -Be ($ids | Sort-Object)
        @(Get-OnsDlqMessage GID_unblock_piped -Pending).Count | Should -Be 3
    }

    It 'changes nothing under -WhatIf' {
        $id = Add-DeadLetter 1 GID_unblock_whatif
        $null = Block-OnsDlqMessage GID_unblock_whatif $id -Reason 'handled'
        Unblock-OnsDlqMessage GID_unblock_whatif $id -WhatIf | Should -BeNullOrEmpty
        (Get-OnsDlqMessage GID_unblock_whatif | Invoke-QuietResend).Reason | Should -Be Blocked
    }

    It 'does not make a message that was resent look as if it had not been' {
        $id = Add-DeadLetter 1 GID_unblock_resent
        $null = Get-OnsDlqMessage GID_unblock_resent | Invoke-QuietResend
        $null = Block-OnsDlqMessage GID_unblock_resent $id -Reason 'handled'
        $null = Unblock-OnsDlqMessage GID_unblock_resent $id
        (Get-OnsDlqMessage GID_unblock_resent | Invoke-QuietResend).Reason | Should -Be AlreadyResent
        Get-DeliveryCount GID_unblock_resent | Should -Be '1*1'
    }

    It 'says of each message that is not blocked, and goes on' {
        $ids = Add-DeadLetter 2 GID_unblock_none
        $null = Block-OnsDlqMessage GID_unblock_none $ids[1] -Reason 'handled'
        $unblocked = $ids | Unblock-OnsDlqMessage GID_unblock_none -ErrorAction SilentlyContinue -ErrorVariable trouble
        $unblocked.MsgId | Should -Be $ids[1]
        $trouble.Count | Should -Be 1
        $trouble.FullyQualifiedErrorId | Should -Be 'NotBlocked,OnsDlq.Commands.UnblockOnsDlqMessageCommand'
        $trouble.TargetObject | Should -Be $ids[0]
        $trouble.CategoryInfo.Category | Should -Be ObjectNotFound
    }
}
