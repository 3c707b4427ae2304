param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'demo')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Get-OnsDlqMessage' {
    It 'lists all of a group, the oldest first' {
        $letters = Get-OnsDlqMessage GID_orders
        $letters.Count | Should -Be 24
        $letters.StoreTimestamp | Should -Be ($letters.StoreTimestamp | Sort-Object)
        $letters[0].ExpiresAt | Should -BeGreaterThan ([datetime]::Now)
    }

    It 'lists what was stored between -StartTime and -EndTime' {
        $all = Get-OnsDlqMessage GID_orders
        $some = Get-OnsDlqMessage GID_orders -StartTime $all[5].StoreTime -EndTime $all[9].StoreTime
        $some.MsgId | Should -Be $all[5..9].MsgId
    }

    It 'takes times as <What>' -ForEach @(
        @{ What = 'a date'; Time = { [datetime]::Now.AddHours(-6) } }
        @{ What = 'a time with its offset'; Time = { [DateTimeOffset]::Now.AddHours(-6) } }
        @{ What = 'text of ISO 8601'; Time = { [datetime]::Now.AddHours(-6).ToString('yyyy-MM-dd HH:mm:ss') } }
        @{ What = 'text in UTC'; Time = { [datetime]::UtcNow.AddHours(-6).ToString('yyyy-MM-ddTHH:mm:ssZ') } }
        @{ What = 'text that "$date" gives'; Time = { "$([datetime]::Now.AddHours(-6))" } }
    ) {
        $limit = [datetime]::Now.AddHours(-6)
        $expected = @(Get-OnsDlqMessage GID_orders | Where-Object StoreTime -GE $limit)
        @(Get-OnsDlqMessage GID_orders -StartTime (& $Time)).MsgId | Should -Be $expected.MsgId
    }

    It 'means the same by a text in every culture' {
        $text = [datetime]::Now.AddHours(-6).ToString('yyyy-MM-dd HH:mm:ss')
        $here = @(Get-OnsDlqMessage GID_orders -StartTime $text).Count
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'th-TH'
            @(Get-OnsDlqMessage GID_orders -StartTime $text).Count | Should -Be $here
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }

    It 'refuses a time that is read differently here and there' {
        { Get-OnsDlqMessage GID_orders -StartTime '01.02.2026' } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Get-OnsDlqMessage GID_orders -StartTime ([datetime]::Now) -EndTime ([datetime]::Now.AddHours(-1)) } | Should -Throw -ErrorId 'InvalidTimeRange,*'
    }

    It 'finds messages by their IDs' {
        $letters = Get-OnsDlqMessage GID_orders
        (Get-OnsDlqMessage GID_orders $letters[3, 7].MsgId -InstanceId $letters[0].InstanceId).MsgId | Should -Be $letters[3, 7].MsgId
    }

    It 'says of an ID that is not there, and goes on' {
        $letter = Get-OnsDlqMessage GID_orders -First 1
        $found = Get-OnsDlqMessage GID_orders 0BC16699165C03B925DB8A404E2D0001, $letter.MsgId -InstanceId $letter.InstanceId -ErrorAction SilentlyContinue -ErrorVariable trouble
        $found.MsgId | Should -Be $letter.MsgId
        $trouble.Count | Should -Be 1
        $trouble.FullyQualifiedErrorId | Should -Be 'MessageNotFound,OnsDlq.Commands.GetOnsDlqMessageCommand'
        $trouble.CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'lists those of the groups that are piped, and by property name from rows' {
        $rows = 'GroupId,InstanceId', 'GID_labels,MQ_INST_1234567890123456_DEMO0001', 'GID_payments,MQ_INST_1234567890123456_DEMO0001' | ConvertFrom-Csv
        $rows | Get-OnsDlqMessage | Group-Object GroupId -NoElement | ForEach-Object { $_.Count } | Should -Be 2, 16
    }

    It 'lists several groups and patterns, one group after the other' {
        Get-OnsDlqMessage GID_payments, GID_lab* | Select-Object -ExpandProperty GroupId | Get-Unique | Should -Be GID_payments, GID_labels
        $none = Get-OnsDlqMessage GID_nothing* -ErrorAction SilentlyContinue -ErrorVariable trouble
        $none | Should -BeNullOrEmpty
        $trouble.FullyQualifiedErrorId | Should -Be 'GroupNotFound,OnsDlq.Commands.GetOnsDlqMessageCommand'
        $trouble.ErrorDetails.RecommendedAction | Should -Match 'Get-OnsDlqGroup'
    }

    It 'takes IDs from a file, as text, in their order' {
        $ids = @(Get-OnsDlqMessage GID_orders | Select-Object -Last 12).MsgId
        $ids | Set-Content (Join-Path $TestDrive ids.txt)
        (Get-Content (Join-Path $TestDrive ids.txt) | Get-OnsDlqMessage GID_orders -RequestsPerSecond 1000).MsgId | Should -Be $ids
        { Get-Item $TestDrive | Get-OnsDlqMessage GID_orders -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
    }

    It 'gives each error its target and lists the other groups' {
        $letters = 'GID_orders', '', 'GID with blanks', 'GID_labels' | ForEach-Object { [pscustomobject]@{ GroupId = $_ } } |
            Get-OnsDlqMessage -ErrorAction SilentlyContinue -ErrorVariable trouble
        $letters.GroupId | Sort-Object -Unique | Should -Be GID_labels, GID_orders
        $trouble.FullyQualifiedErrorId | Should -Be 'MissingGroupId,OnsDlq.Commands.GetOnsDlqMessageCommand', 'InvalidGroupId,OnsDlq.Commands.GetOnsDlqMessageCommand'
    }

    It 'needs no more than what Select-Object -First takes' {
        (Get-OnsDlqMessage GID_orders | Select-Object -First 2).Count | Should -Be 2
        # The next command works as if nothing had been stopped early.
        @(Get-OnsDlqMessage GID_labels).Count | Should -Be 2
    }
}

Describe 'Choosing among dead letters' {
    It 'lists what the filters let pass, one a message, the first few' {
        $all = Get-OnsDlqMessage GID_orders
        $chosen = Get-OnsDlqMessage GID_orders -Topic ord* -Tag PAID, cancelled
        $chosen.MsgId | Should -Be ($all | Where-Object { $_.Topic -like 'ord*' -and $_.Tag -in 'paid', 'cancelled' }).MsgId
        $unique = Get-OnsDlqMessage GID_orders -Unique -First 3
        $unique.Count | Should -Be 3
        $unique.EntryCount | ForEach-Object { $_ | Should -BeGreaterThan 0 }
    }

    It 'finds a message by one of its keys' {
        $letter = Get-OnsDlqMessage GID_orders | Where-Object { $_.Key.Count -gt 1 } | Select-Object -First 1
        (Get-OnsDlqMessage GID_orders -Key $letter.Key[1]).MsgId | Should -Contain $letter.MsgId
    }

    It 'takes an empty text for those without a tag' {
        $null = Add-DeadLetter 2 GID_tagless
        @(Get-OnsDlqMessage GID_tagless -Tag '').Count | Should -Be 2
        @(Get-OnsDlqMessage GID_tagless -Tag '?*').Count | Should -Be 0
    }

    It 'refuses a pattern that does not end' {
        { Get-OnsDlqMessage GID_orders -Tag '[ab' } | Should -Throw -ErrorId 'InvalidPattern,OnsDlq.Commands.GetOnsDlqMessageCommand'
    }
}

Describe 'The journal beside dead letters' {
    It 'shows the state of each, and -Pending what still needs a decision' {
        $ids = Add-DeadLetter 3 GID_pending
        $null = Invoke-OnsDlqResend GID_pending $ids[0] -Confirm:$false
        $letters = Get-OnsDlqMessage GID_pending
        ($letters | Where-Object MsgId -EQ $ids[0]).ResendState | Should -Be Accepted
        ($letters | Where-Object MsgId -NE $ids[0]).ResendState | Should -Be $null, $null
        (Get-OnsDlqMessage GID_pending -Pending).MsgId | Sort-Object | Should -Be ($ids[1, 2] | Sort-Object)
        @(Get-OnsDlqMessage GID_pending -MinRound 2).Count | Should -Be 0
    }
}

Describe 'Bodies' {
    It 'come verified, as text where they are text' {
        $letters = Get-OnsDlqMessage GID_orders -IncludeBody -RequestsPerSecond 1000
        $letters.BodyVerified | Should -Not -Contain $false
        ($letters | Where-Object Topic -EQ orders)[0].BodyText | ConvertFrom-Json | Should -Not -BeNullOrEmpty
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

Describe 'What is new' {
    BeforeAll {
        # Dead letters that were stored some seconds ago on the sandbox's clock, oldest first.
        function Add-Recent([string] $GroupId, [double[]] $SecondsAgo) {
            $now = [DateTimeOffset] (Invoke-RestMethod "$($sandbox.Control)/health" -NoProxy).now
            foreach ($ago in $SecondsAgo) { Add-DeadLetter 1 $GroupId @{ from = $now.AddSeconds(-$ago).ToString('o'); to = $now.AddSeconds(-$ago).ToString('o') } }
        }
    }

    It 'is everything at first, and then only what came since' {
        $ids = Add-DeadLetter 5 GID_new
        (Get-OnsDlqMessage GID_new -New -Bookmark alert).MsgId | Should -Be $ids
        Get-OnsDlqMessage GID_new -New -Bookmark alert | Should -BeNullOrEmpty
        $new = Add-Recent GID_new 2, 1
        (Get-OnsDlqMessage GID_new -New -Bookmark alert).MsgId | Should -Be $new
        Get-OnsDlqMessage GID_new -New -Bookmark ALERT | Should -BeNullOrEmpty
        (Get-OnsDlqMessage GID_new -New -Bookmark other).Count | Should -Be 7
    }

    It 'has an entry that reaches the listing late, also where the service is ahead of this clock' {
        try {
            $null = Send-Control clock @{ offsetSeconds = 600 }
            $null = Add-Recent GID_late 300, 1
            @(Get-OnsDlqMessage GID_late -New).Count | Should -Be 2
            $late = Add-Recent GID_late 840, 200
            (Get-OnsDlqMessage GID_late -New -First 1).MsgId | Should -Be $late[0]
            (Get-OnsDlqMessage GID_late -New).MsgId | Should -Be $late[1]
            Get-OnsDlqMessage GID_late -New | Should -BeNullOrEmpty
        }
        finally { $null = Send-Control clock @{ offsetSeconds = 0 } }
    }

    It 'is shown again to whoever took only a part, and goes on with -First' {
        $ids = Add-Recent GID_part 9, 8, 7, 6, 5
        (Get-OnsDlqMessage GID_part -New | Select-Object -First 3).MsgId | Should -Be $ids[0..2]
        (Get-OnsDlqMessage GID_part -New -First 2).MsgId | Should -Be $ids[0, 1]
        (Get-OnsDlqMessage GID_part -New -First 2).MsgId | Should -Be $ids[2, 3]
        { Get-OnsDlqMessage GID_part -New | ForEach-Object { throw 'no mail' } } | Should -Throw 'no mail'
        (Get-OnsDlqMessage GID_part -New -WhatIf).MsgId | Should -Be $ids[4]
        (Get-OnsDlqMessage GID_part -New -First 2).MsgId | Should -Be $ids[4]
        Get-OnsDlqMessage GID_part -New | Should -BeNullOrEmpty
    }

    It 'has a bookmark for each group of a pattern and each filter' {
        $a = Add-DeadLetter 2 GID_fresh_a
        $b = Add-DeadLetter 3 GID_fresh_b
        (Get-OnsDlqMessage GID_fresh_b* -New).MsgId | Should -Be $b
        (Get-OnsDlqMessage GID_fresh_* -New).MsgId | Should -Be $a
        (Get-OnsDlqMessage GID_fresh_* -New -Topic orders).Count | Should -Be 5
        Get-OnsDlqMessage GID_fresh_* -New -Topic ORDERS | Should -BeNullOrEmpty
    }

    It 'is shown again after the process was killed in the middle' {
        $null = Add-DeadLetter 20 GID_killed
        $port = ([uri] $sandbox.Endpoint).Port
        $run = Invoke-Pwsh ([scriptblock]::Create("Connect-OnsDlq -Sandbox $port; `$n = 0
            Get-OnsDlqMessage GID_killed -New -Bookmark alert | ForEach-Object { `"`$(`$_.MsgId)`"; if (++`$n -eq 7) { Stop-Process -Id `$PID -Force } }"))
        $run.ExitCode | Should -Not -Be 0
        @($run.Output -match '^[0-9A-F]{32}$').Count | Should -BeIn 6, 7
        @(Get-OnsDlqMessage GID_killed -New -Bookmark alert).Count | Should -Be 20
    }

    It 'is shown by both of two processes at once, of which one moves the bookmark' {
        $ids = Add-DeadLetter 4 GID_both
        $port = ([uri] $sandbox.Endpoint).Port
        $other = [scriptblock]::Create("Connect-OnsDlq -Sandbox $port; (Get-OnsDlqMessage GID_both -New -Bookmark alert).MsgId")
        $shown = Get-OnsDlqMessage GID_both -New -Bookmark alert -ErrorAction SilentlyContinue -ErrorVariable trouble |
            ForEach-Object { if ($_.MsgId -eq $ids[1]) { $run = Invoke-Pwsh $other }; $_.MsgId }
        $shown | Should -Be $ids
        $run.Output | Should -Be $ids
        $trouble.Count | Should -Be 1
        $trouble.FullyQualifiedErrorId | Should -Be 'BookmarkMoved,OnsDlq.Commands.GetOnsDlqMessageCommand'
        $trouble.TargetObject | Should -Be GID_both
        Get-OnsDlqMessage GID_both -New -Bookmark alert | Should -BeNullOrEmpty
    }

    It 'does not go with a time, and Tab knows the bookmarks' {
        { Get-OnsDlqMessage GID_new -New -StartTime ([datetime]::Now.AddHours(-1)) } | Should -Throw -ErrorId 'IncompatibleWithNew,*'
        { Get-OnsDlqMessage GID_new -Bookmark alert } | Should -Throw -ErrorId 'InvalidBookmark,*'
        $typed = 'Get-OnsDlqMessage GID_new -New -Bookmark '
        (TabExpansion2 $typed $typed.Length).CompletionMatches.ListItemText | Should -Be alert, other
    }
}
