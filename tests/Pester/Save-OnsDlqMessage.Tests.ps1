param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'demo')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    function Get-BodyCall([string] $Outcome = 'accepted') {
        $calls = (Invoke-RestMethod "$($sandbox.Control)/ledger" -NoProxy).calls
        [int]$calls.OnsMessageDetail.$Outcome
    }

    # Saves as fast as the sandbox allows.
    function Save-Quickly([string] $Path) {
        $input | Save-OnsDlqMessage $Path -RequestsPerSecond 1000 @args
    }
}

Describe 'Save-OnsDlqMessage' {
    It 'saves dead letters with their bodies, and Get-OnsDlqMessage -Path reads them' {
        $file = Join-Path $TestDrive orders.jsonl
        $live = Get-OnsDlqMessage GID_orders -IncludeBody -RequestsPerSecond 1000
        (Get-OnsDlqMessage GID_orders | Save-Quickly $file).FullName | Should -Be $file

        $saved = Get-OnsDlqMessage -Path $file
        $saved.MsgId | Should -Be $live.MsgId
        $saved.BodyText | Should -Be $live.BodyText
        $saved.Tag | Should -Be $live.Tag
        ($saved[0].Properties | Out-String) | Should -Be ($live[0].Properties | Out-String)
        $saved.BodyVerified | Should -Not -Contain $false
        $saved.ArchivedAt | Should -Not -Contain $null
        $live[0].ArchivedAt | Should -BeNullOrEmpty
        if (-not $IsWindows) { (Get-Item $file).UnixMode | Should -Be '-rw-------' }
    }

    It 'reads no body again, and adds what is new' {
        $file = Join-Path $TestDrive again.jsonl
        $null = Add-DeadLetter 5 GID_again
        $null = Get-OnsDlqMessage GID_again | Save-Quickly $file
        $before = Get-BodyCall
        $null = Get-OnsDlqMessage GID_again | Save-Quickly $file
        Get-BodyCall | Should -Be $before
        $null = Add-DeadLetter 2 GID_again
        $null = Get-OnsDlqMessage GID_again | Save-Quickly $file
        Get-BodyCall | Should -Be ($before + 2)
        @(Get-OnsDlqMessage -Path $file).Count | Should -Be 7
    }

    It 'passes on what is saved, so that it can be resent' {
        $file = Join-Path $TestDrive pass.jsonl
        $null = Add-DeadLetter 3 GID_pass
        $results = Get-OnsDlqMessage GID_pass | Save-Quickly $file -PassThru | Invoke-QuietResend
        $results.Status | Should -Be (@('Accepted') * 3)
        @(Get-OnsDlqMessage -Path $file).Count | Should -Be 3
        Get-DeliveryCount GID_pass | Should -Be '1*3'
    }

    It 'goes on after what it could not pass on' {
        $file = Join-Path $TestDrive first.jsonl
        $null = Add-DeadLetter 5 GID_first
        (Get-OnsDlqMessage GID_first | Save-Quickly $file -PassThru | Select-Object -First 1).BodyVerified | Should -BeTrue
        @(Get-OnsDlqMessage -Path $file -WarningVariable unfinished -WarningAction SilentlyContinue).Count | Should -BeGreaterThan 0
        $unfinished.Count | Should -Be 1
        $null = Get-OnsDlqMessage GID_first | Save-Quickly $file
        @(Get-OnsDlqMessage -Path $file -WarningVariable unfinished).Count | Should -Be 5
        $unfinished.Count | Should -Be 0
    }

    It 'saves a dead letter whose body is gone, and tries it again the next time' {
        $file = Join-Path $TestDrive gone.jsonl
        $produced = [DateTimeOffset]::UtcNow.AddDays(-3).AddMinutes(-1).ToString('o')
        $null = Send-Control messages @(@{ instanceId = $script:InstanceId; groupId = 'GID_gone'; msgId = 'GONE1'; topic = 'gone'; bornTime = $produced })
        $null = Get-OnsDlqMessage GID_gone | Save-OnsDlqMessage $file -WarningVariable trouble -WarningAction SilentlyContinue
        $trouble.Count | Should -Be 1
        (Get-OnsDlqMessage -Path $file).Body | Should -BeNullOrEmpty
        $before = Get-BodyCall refused
        $null = Get-OnsDlqMessage GID_gone | Save-Quickly $file -WarningAction SilentlyContinue
        (Get-BodyCall refused) - $before | Should -Be 1
        @(Get-OnsDlqMessage -Path $file).Count | Should -Be 1
    }

    It 'makes nothing under -WhatIf' {
        Get-OnsDlqMessage GID_orders | Save-OnsDlqMessage (Join-Path $TestDrive whatif.jsonl) -WhatIf | Should -BeNullOrEmpty
        Join-Path $TestDrive whatif.jsonl | Should -Not -Exist
    }

    It 'never writes into a file that is no archive' {
        $there = Join-Path $TestDrive there.txt
        'mine' | Set-Content $there
        { Get-OnsDlqMessage GID_orders | Save-OnsDlqMessage $there } | Should -Throw -ErrorId 'InvalidArchive,OnsDlq.Commands.SaveOnsDlqMessageCommand'
        Get-Content $there | Should -Be mine
    }

    It 'says of input that is no dead letter' {
        'M1', 2 | Save-OnsDlqMessage (Join-Path $TestDrive odd.jsonl) -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -Not -BeNullOrEmpty
        $trouble.FullyQualifiedErrorId | Should -Be (@('NotADeadLetter,OnsDlq.Commands.SaveOnsDlqMessageCommand') * 2)
    }

    It 'has the file to itself' {
        $file = Join-Path $TestDrive alone.jsonl
        $null = Get-OnsDlqMessage GID_labels | Save-Quickly $file
        $null = Get-OnsDlqMessage -Path $file -ErrorVariable trouble -ErrorAction SilentlyContinue | Save-OnsDlqMessage $file
        $trouble.FullyQualifiedErrorId | Should -Be 'ArchiveLocked,OnsDlq.Commands.GetOnsDlqMessageCommand'
        @(Get-OnsDlqMessage -Path $file).Count | Should -Be 2
    }
}

Describe 'Get-OnsDlqMessage -Path' {
    BeforeAll {
        $file = Join-Path $TestDrive 'a[1].jsonl'
        $other = Join-Path $TestDrive 'a2.jsonl'
        $all = Get-OnsDlqMessage GID_orders
        $null = $all | Save-Quickly $file
        $null = Get-OnsDlqMessage GID_labels | Save-Quickly $other
    }

    It 'filters like a listing' {
        (Get-OnsDlqMessage -Path $file -Tag PAID -Topic ord*).MsgId | Should -Be ($all | Where-Object Tag -EQ paid).MsgId
        (Get-OnsDlqMessage -Path $file -StartTime $all[5].StoreTime -EndTime $all[9].StoreTime).MsgId | Should -Be $all[5..9].MsgId
        (Get-OnsDlqMessage -Path $file -First 3).MsgId | Should -Be $all[0..2].MsgId
        @(Get-OnsDlqMessage GID_labels -Path $file).Count | Should -Be 0
    }

    It 'reads several archives, and those that a pattern names' {
        @(Get-OnsDlqMessage -Path $file, $other).Count | Should -Be ($all.Count + 2)
        @(Get-OnsDlqMessage -Path (Join-Path $TestDrive 'a?.jsonl')).Count | Should -Be 2
    }

    It 'finds them relative to the location, on a drive, and by a name that Tab has escaped' {
        Push-Location $TestDrive
        try {
            @(Get-OnsDlqMessage -Path './a`[1`].jsonl').Count | Should -Be $all.Count
            @(Get-OnsDlqMessage -Path a2.jsonl, TestDrive:/a2.jsonl).Count | Should -Be 4
            { Get-OnsDlqMessage GID_labels | Save-OnsDlqMessage Env:/a.jsonl } | Should -Throw -ErrorId 'ArchiveUnwritable,*'
        }
        finally { Pop-Location }
    }

    It 'says of a path that means no file, and goes on' {
        $none = './none*.jsonl', 'nowhere/*.jsonl', 'Env:/a.jsonl', 'nodrive:/a.jsonl'
        @(Get-OnsDlqMessage -Path ($none + $other) -ErrorAction SilentlyContinue -ErrorVariable trouble).Count | Should -Be 2
        $trouble.FullyQualifiedErrorId | Should -Be (@('ArchiveNotFound,OnsDlq.Commands.GetOnsDlqMessageCommand') * 4)
        $trouble.CategoryInfo.Category | Should -Be (@('ObjectNotFound') * 4)
    }

    It 'reads the groups of piped rows, in which a group is no pattern' {
        $rows = 'GID_labels', 'GID_lab*' | ForEach-Object { [pscustomobject]@{ GroupId = $_ } }
        @($rows | Get-OnsDlqMessage -Path $other -ErrorAction SilentlyContinue -ErrorVariable trouble).Count | Should -Be 2
        $trouble.FullyQualifiedErrorId | Should -Be 'InvalidGroupId,OnsDlq.Commands.GetOnsDlqMessageCommand'
        $trouble.TargetObject | Should -Be 'GID_lab*'
        @(Get-OnsDlqMessage GID_lab* -Path $other).Count | Should -Be 2
    }

    It 'feeds Measure-OnsDlqMessage, and the screen' {
        (Get-OnsDlqMessage -Path $file | Measure-OnsDlqMessage Topic | Measure-Object Count -Sum).Sum | Should -Be $all.Count
        Get-OnsDlqMessage -Path $file | Format-Table | Out-String -Width 120 | Should -Match 'Expires +Body +Resend Tag Key +StoreTime +ArchivedAt'
        Get-OnsDlqMessage -Path $file | Format-Table -AutoSize | Out-String -Width 80 | Should -Match 'B paid ORDER-\d+-1048'
        Get-OnsDlqMessage -Path $file | Format-List | Out-String | Should -Match 'ArchivedAt\s*: \d'
    }

    It 'feeds Invoke-OnsDlqResend while the service still has them' {
        $resent = Join-Path $TestDrive resent.jsonl
        $null = Add-DeadLetter 3 GID_resent
        $null = Get-OnsDlqMessage GID_resent | Save-Quickly $resent
        (Get-OnsDlqMessage -Path $resent | Invoke-QuietResend).Status | Should -Be (@('Accepted') * 3)
        (Get-OnsDlqMessage -Path $resent | Invoke-QuietResend).Reason | Should -Be (@('AlreadyResent') * 3)
        Get-DeliveryCount GID_resent | Should -Be '1*3'
    }

    It 'needs no connection' {
        $found = Invoke-Pwsh ([scriptblock]::Create("@(Get-OnsDlqMessage -Path '$file').Count"))
        $found.Output | Should -Be $all.Count
        $found.ExitCode | Should -Be 0
    }

    It 'names a damaged line and reads the others' {
        $damaged = Join-Path $TestDrive damaged.jsonl
        $lines = @(Get-Content -LiteralPath $file)
        $lines[3] = $lines[3] -replace 'GID_orders', 'GID_others'
        $lines | Set-Content $damaged
        $read = Get-OnsDlqMessage -Path $damaged -ErrorAction SilentlyContinue -ErrorVariable trouble
        $read.Count | Should -Be ($all.Count - 1)
        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -Be 'ArchiveDamaged,OnsDlq.Commands.GetOnsDlqMessageCommand'
        $trouble[0].TargetObject | Should -Be $damaged
        $trouble[0].CategoryInfo.Category | Should -Be InvalidData
        "$($trouble[0])" | Should -BeLike '*line 4:*'
    }

    It 'says of a file that is not there or is no archive, and goes on' {
        $text = Join-Path $TestDrive text.txt
        'text' | Set-Content $text
        @(Get-OnsDlqMessage -Path (Join-Path $TestDrive none.jsonl), $text, $other -ErrorAction SilentlyContinue -ErrorVariable trouble).Count | Should -Be 2
        $trouble.FullyQualifiedErrorId | Should -Be 'ArchiveNotFound,OnsDlq.Commands.GetOnsDlqMessageCommand', 'InvalidArchive,OnsDlq.Commands.GetOnsDlqMessageCommand'
    }
}
