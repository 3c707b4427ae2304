param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'demo')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Get-OnsDlqGroup' {
    It 'lists the groups of both types, of every instance' {
        $groups = Get-OnsDlqGroup
        $groups.GroupId | Sort-Object | Should -Be GID_labels, GID_orders, GID_orders_staging, GID_payments, GID_shipping
        $groups.GroupType | Sort-Object -Unique | Should -Be Http, Tcp
    }

    It 'lists those of the instances that are piped' {
        (Get-OnsDlqInstance *2 | Get-OnsDlqGroup).GroupId | Should -Be GID_orders_staging
    }

    It 'takes wildcards' {
        (Get-OnsDlqGroup GID_[op]* -InstanceId MQ_INST_1234567890123456_DEMO0001).GroupId | Sort-Object | Should -Be GID_orders, GID_payments
    }

    It 'finds a group whatever its case' {
        (Get-OnsDlqGroup gid_ORDERS).GroupId | Should -Be GID_orders
    }

    It 'feeds Get-OnsDlqMessage' {
        $letters = Get-OnsDlqInstance | Get-OnsDlqGroup 'GID_[op]*' | Get-OnsDlqMessage
        $letters.GroupId | Sort-Object -Unique | Should -Be GID_orders, GID_payments
        $letters.Count | Should -Be 40
    }

    It 'says of a group that is named and not there' {
        Get-OnsDlqGroup GID_nobody -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -BeNullOrEmpty
        $trouble.Count | Should -Be 1
        $trouble.FullyQualifiedErrorId | Should -Be 'GroupNotFound,OnsDlq.Commands.GetOnsDlqGroupCommand'
        $trouble.CategoryInfo.Category | Should -Be ObjectNotFound
        $trouble.TargetObject | Should -Be GID_nobody
    }

    It 'completes a group by a part of its ID or of its note' {
        (TabExpansion2 'Get-OnsDlqMessage GID_pay').CompletionMatches.CompletionText | Should -Contain GID_payments
        (TabExpansion2 'Get-OnsDlqGroup parcels').CompletionMatches.CompletionText | Should -Contain GID_shipping
    }
}
