param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))

BeforeAll {
    Import-Module $Module -Force
    Start-OnsDlqSandbox -Seed demo | Out-Null
}

AfterAll {
    Stop-OnsDlqSandbox
}

Describe 'Finding out what there is' {
    It 'lists instances and the groups of both types' {
        (Get-OnsDlqInstance).InstanceName | Should -Be 'shop', 'shop-staging'
        $groups = Get-OnsDlqInstance | Get-OnsDlqGroup
        $groups.GroupType | Sort-Object -Unique | Should -Be 'Tcp', 'Http'
        $groups.GroupId | Should -Contain 'GID_orders_staging'
    }

    It 'lists the dead letters of the groups that are piped' {
        $letters = Get-OnsDlqInstance | Get-OnsDlqGroup 'GID_[op]*' | Get-OnsDlqMessage
        $letters.GroupId | Sort-Object -Unique | Should -Be 'GID_orders', 'GID_payments'
    }

    It 'says of a group that is named and not there' {
        Get-OnsDlqGroup GID_nobody -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -BeNullOrEmpty
        $trouble.FullyQualifiedErrorId | Should -BeLike 'GroupNotFound,*'
    }

    It 'completes <typed>' -ForEach @(
        @{ Typed = 'Get-OnsDlqMessage GID_pay'; Offered = 'GID_payments' }
        @{ Typed = 'Get-OnsDlqGroup -InstanceId shop-st'; Offered = 'MQ_INST_1234567890123456_DEMO0002' }
        @{ Typed = 'Connect-OnsDlq cn-hangz'; Offered = 'cn-hangzhou' }
    ) {
        (TabExpansion2 $Typed $Typed.Length).CompletionMatches.CompletionText | Should -Contain $Offered
    }
}

Describe 'Bodies' {
    It 'come verified, as text where they are text' {
        $letters = Get-OnsDlqMessage GID_orders -IncludeBody -RequestsPerSecond 100
        $letters.BodyVerified | Should -Not -Contain $false
        $letters[0].BodyText | ConvertFrom-Json | Should -Not -BeNullOrEmpty
    }

    It 'come as bytes where they are no text' {
        $label = Get-OnsDlqMessage GID_labels -IncludeBody | Select-Object -First 1
        $label.BodyText | Should -BeNullOrEmpty
        $label.BodyVerified | Should -BeTrue
        $label.Body.Length | Should -BeGreaterThan 0
    }

    It 'fit on the screen' {
        Get-OnsDlqMessage GID_labels -IncludeBody | Format-List | Out-String | Should -Match 'BodyVerified\s*: True'
    }
}

Describe 'Choosing and counting' {
    It 'lists what the filters let pass, one a message, the first few' {
        $all = Get-OnsDlqMessage GID_orders
        $chosen = Get-OnsDlqMessage GID_orders -Topic ord* -Tag PAID, cancelled
        $chosen.MsgId | Should -Be ($all | Where-Object { $_.Topic -like 'ord*' -and $_.Tag -in 'paid', 'cancelled' }).MsgId
        $unique = Get-OnsDlqMessage GID_orders -Unique -First 3
        $unique.Count | Should -Be 3
        $unique.EntryCount | ForEach-Object { $_ | Should -BeGreaterThan 0 }
    }

    It 'counts as Group-Object does' {
        $letters = Get-OnsDlqGroup GID_[op]* | Get-OnsDlqMessage
        $expected = $letters | Group-Object Topic, Tag -CaseSensitive
        $found = $letters | Measure-OnsDlqMessage
        ($found | ForEach-Object { "$($_.Name) $($_.Count)" } | Sort-Object) | Should -Be ($expected | ForEach-Object { "$($_.Name) $($_.Count)" } | Sort-Object)
        ($found | Measure-Object Count -Sum).Sum | Should -Be $letters.Count
    }

    It 'fits on 80 columns' {
        $lines = Get-OnsDlqMessage GID_orders | Measure-OnsDlqMessage Hour | Out-String -Width 80
        $lines | Should -Match '#{8} '
        $lines | Should -Match '\d{4}-\d\d-\d\d \d\d:00'
    }

    It 'survives a CSV file' {
        $row = Get-OnsDlqMessage GID_orders | Measure-OnsDlqMessage Topic | Select-Object Name, Count, Share, First | ConvertTo-Csv | ConvertFrom-Csv
        [int]$row[0].Count | Should -BeGreaterThan 0
    }
}
