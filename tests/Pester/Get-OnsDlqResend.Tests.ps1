param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    $ids = Add-DeadLetter 4 GID_read
    $began = [datetime]::Now
    Add-Fault @{ msgId = $ids[3]; fault = 'acceptThenDrop' }
    $results = Get-OnsDlqMessage GID_read | Invoke-QuietResend -Reason 'the shop asked'
    $null = Add-DeadLetter 1 GID_read_other
    $other = Get-OnsDlqMessage GID_read_other | Invoke-QuietResend
}

Describe 'Get-OnsDlqResend' {
    It 'tells what became of every message, by whom and why' {
        $attempts = Get-OnsDlqResend GID_read
        $attempts.MsgId | Sort-Object | Should -Be ($ids | Sort-Object)
        ($attempts | Where-Object Status -EQ Accepted).Count | Should -Be 3
        ($attempts | Where-Object Status -EQ Unknown).MsgId | Should -Be $ids[3]
        $attempts.Reason | Sort-Object -Unique | Should -Be 'the shop asked'
        $attempts.User | Should -Not -Contain $null
        $attempts.AttemptId | Sort-Object | Should -Be ($results.AttemptId | Sort-Object)
    }

    It 'chooses by <What>' -ForEach @(
        @{ What = 'message'; With = { @{ GroupId = 'GID_read'; MsgId = $ids[1] } }; Expected = { $ids[1] } }
        @{ What = 'status'; With = { @{ Status = 'Unknown' } }; Expected = { $ids[3] } }
        @{ What = 'run'; With = { @{ RunId = $other.RunId } }; Expected = { $other.MsgId } }
        @{ What = 'attempt'; With = { @{ AttemptId = $results[0].AttemptId } }; Expected = { $results[0].MsgId } }
        # The dates of attempts come from the service's clock, which shows whole seconds.
        @{ What = 'time'; With = { @{ StartTime = $began.AddMinutes(-1); EndTime = $began.AddMinutes(9); GroupId = 'GID_read_other' } }; Expected = { $other.MsgId } }
        @{ What = 'a time that has passed'; With = { @{ EndTime = $began.AddDays(-1) } }; Expected = { $null } }
    ) {
        $chosen = & $With
        (Get-OnsDlqResend @chosen).MsgId | Should -Be (& $Expected)
    }

    It 'takes several groups, patterns, and IDs as text' {
        (Get-OnsDlqResend GID_read_o*, GID_nothing).MsgId | Should -Be $other.MsgId
        @(Get-OnsDlqResend GID_read*).Count | Should -Be 5
        ($ids[2, 0] | Get-OnsDlqResend GID_read).MsgId | Should -Be $ids[2, 0]
    }

    It 'takes results and dead letters by property name' {
        ($results | Get-OnsDlqResend).MsgId | Sort-Object | Should -Be ($ids | Sort-Object)
        (Get-OnsDlqMessage GID_read | Get-OnsDlqResend).MsgId | Sort-Object | Should -Be ($ids | Sort-Object)
    }

    It 'gives what CSV and JSON files keep' {
        $file = Join-Path $TestDrive attempts.csv
        Get-OnsDlqResend | Export-Csv $file
        (Import-Csv $file | Group-Object Status -NoElement | Sort-Object Name).Name | Should -Be Accepted, Unknown
        $json = Get-OnsDlqResend GID_read | ConvertTo-Json -Depth 4 -EnumsAsStrings | ConvertFrom-Json
        ($json | Where-Object Status -EQ Unknown).MsgId | Should -Be $ids[3]
    }

    It 'takes an empty <_> for a mistake, and not for the whole journal' -ForEach 'RunId', 'AttemptId', 'GroupId', 'Status' {
        $empty = @{ $_ = $null }
        { Get-OnsDlqResend @empty } | Should -Throw -ErrorId 'EmptyArgument,OnsDlq.Commands.GetOnsDlqResendCommand'
    }

    It 'takes <What> for a mistake, and not for the whole group' -ForEach @(
        @{ What = 'no message ID'; MsgId = $null }
        @{ What = 'an empty list of message IDs'; MsgId = @() }
        @{ What = 'a blank message ID'; MsgId = ' ' }
    ) {
        Get-OnsDlqResend GID_read $MsgId -ErrorAction SilentlyContinue -ErrorVariable trouble | Should -BeNullOrEmpty
        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -Be 'MissingMsgId,OnsDlq.Commands.GetOnsDlqResendCommand'
    }

    It 'refuses a time range that ends before it begins' {
        { Get-OnsDlqResend -StartTime ([datetime]::Now) -EndTime ([datetime]::Now.AddDays(-1)) } | Should -Throw -ErrorId 'InvalidTimeRange,*'
    }
}

Describe 'Get-OnsDlqResend without a connection' {
    It 'needs neither network nor keys, and never makes a journal' {
        Disconnect-OnsDlq
        Get-OnsDlqResend | Should -BeNullOrEmpty
        $env:ONSDLQ_JOURNAL | Should -Not -Exist
    }
}
