param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Block-OnsDlqMessage' {
    It 'keeps a message from being resent, and says so with who and why' {
        $id = Add-DeadLetter 1 GID_block
        $blocked = Block-OnsDlqMessage GID_block $id -Reason 'booked by hand'
        $blocked.MsgId | Should -Be $id
        $blocked.Reason | Should -Be 'booked by hand'
        $blocked.BlockedBy | Should -Not -BeNullOrEmpty
        $blocked.Until | Should -BeNullOrEmpty

        $result = Get-OnsDlqMessage GID_block | Invoke-QuietResend
        $result.Status | Should -Be Skipped
        $result.Reason | Should -Be Blocked
        Get-DeliveryCount GID_block | Should -BeNullOrEmpty
    }

    It 'leaves the rest of the group to be resent' {
        $ids = Add-DeadLetter 4 GID_block_some
        $null = $ids[0, 2] | Block-OnsDlqMessage GID_block_some -Reason 'handled'
        $results = Get-OnsDlqMessage GID_block_some | Invoke-QuietResend
        ($results | Where-Object Reason -EQ Blocked).MsgId | Sort-Object | Should -Be ($ids[0, 2] | Sort-Object)
        (Get-Delivery GID_block_some).msgId | Sort-Object | Should -Be ($ids[1, 3] | Sort-Object)
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'dead letters'; GroupId = 'GID_block_letters'; Give = { $args[0] } }
        @{ What = 'rows of a CSV file'; GroupId = 'GID_block_csv'; Give = { $args[0] | Select-Object MsgId, GroupId, InstanceId | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ What = 'objects of a JSON file'; GroupId = 'GID_block_json'; Give = { $args[0] | ConvertTo-Json -Depth 3 | ConvertFrom-Json } }
        @{ What = 'results of a resend'; GroupId = 'GID_block_results'; Give = { $args[0] | Invoke-QuietResend } }
    ) {
        $null = Add-DeadLetter 2 $GroupId
        $letters = Get-OnsDlqMessage $GroupId
        $blocked = & $Give $letters | Block-OnsDlqMessage -Reason 'handled'
        $blocked.MsgId | Sort-Object | Should -Be ($letters.MsgId | Sort-Object)
    }

    It 'takes the messages out of what still needs a decision' {
        $ids = Add-DeadLetter 3 GID_block_pending
        $null = Block-OnsDlqMessage GID_block_pending $ids[1] -Reason 'handled'
        (Get-OnsDlqMessage GID_block_pending -Pending).MsgId | Sort-Object | Should -Be ($ids[0, 2] | Sort-Object)
    }

    It 'changes nothing under -WhatIf' {
        $id = Add-DeadLetter 1 GID_block_whatif
        Block-OnsDlqMessage GID_block_whatif $id -Reason 'handled' -WhatIf | Should -BeNullOrEmpty
        (Get-OnsDlqMessage GID_block_whatif | Invoke-QuietResend).Status | Should -Be Accepted
    }

    It 'does not hold beyond -Until, and takes no -Until that has passed' {
        $id = Add-DeadLetter 1 GID_block_until
        (Block-OnsDlqMessage GID_block_until $id -Reason 'handled' -Until ([datetime]::Now.AddDays(1))).Until | Should -BeGreaterThan ([datetime]::Now)
        { Block-OnsDlqMessage GID_block_until $id -Reason 'handled' -Until ([datetime]::Now.AddDays(-1)) } |
            Should -Throw -ErrorId 'InvalidTimeRange,OnsDlq.Commands.BlockOnsDlqMessageCommand'
    }

    It 'can be lifted by name, and the journal keeps why' {
        $id = Add-DeadLetter 1 GID_block_lift
        $null = Block-OnsDlqMessage GID_block_lift $id -Reason 'handled'
        (Get-OnsDlqMessage GID_block_lift | Invoke-QuietResend -Override Blocked -Reason 'the shop asked').Status | Should -Be Accepted
        $attempt = Get-OnsDlqResend GID_block_lift
        $attempt.Lifted | Should -Be Blocked
        $attempt.Reason | Should -Be 'the shop asked'
    }

    It 'needs a group' {
        Block-OnsDlqMessage -MsgId 0BC16699165C03B925DB8A404E2D0001 -Reason 'handled' -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -BeNullOrEmpty
        $trouble.FullyQualifiedErrorId | Should -Be 'MissingGroupId,OnsDlq.Commands.BlockOnsDlqMessageCommand'
        $trouble.CategoryInfo.Category | Should -Be InvalidArgument
    }
}
