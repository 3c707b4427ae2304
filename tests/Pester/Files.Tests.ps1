param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

# Dead letters and results in files that people save, edit and import again.
Describe 'Dead letters out of a file' {
    It 'are resent once each from <What>' -ForEach @(
        @{ What = 'CSV with chosen columns'; GroupId = 'GID_csv'; File = 'dlq.csv'
            Save = { $input | Select-Object MsgId, GroupId, InstanceId, RegionId, StoreTimestamp | Export-Csv $args[0] }; Read = { Import-Csv $args[0] } }
        @{ What = 'CSV with every column'; GroupId = 'GID_csv_all'; File = 'all.csv'; Save = { $input | Export-Csv $args[0] }; Read = { Import-Csv $args[0] } }
        @{ What = 'CSV with semicolons, as spreadsheets of some countries write'; GroupId = 'GID_csv_semi'; File = 'semi.csv'
            Save = { $input | Select-Object MsgId, GroupId, StoreTimestamp | Export-Csv $args[0] -Delimiter ';' }; Read = { Import-Csv $args[0] -Delimiter ';' } }
        @{ What = 'JSON'; GroupId = 'GID_json'; File = 'dlq.json'
            Save = { $input | ConvertTo-Json -Depth 3 | Set-Content $args[0] }; Read = { Get-Content $args[0] -Raw | ConvertFrom-Json } }
        @{ What = 'JSON as hashtables'; GroupId = 'GID_json_hash'; File = 'hash.json'
            Save = { $input | ConvertTo-Json -Depth 3 | Set-Content $args[0] }; Read = { Get-Content $args[0] -Raw | ConvertFrom-Json -AsHashtable } }
        @{ What = 'Clixml'; GroupId = 'GID_clixml'; File = 'dlq.xml'; Save = { $input | Export-Clixml $args[0] }; Read = { Import-Clixml $args[0] } }
        @{ What = 'a list of IDs'; GroupId = 'GID_text'; File = 'ids.txt'; Save = { $input | ForEach-Object MsgId | Set-Content $args[0] }; Read = { Get-Content $args[0] } }
    ) {
        $ids = Add-DeadLetter 3 $GroupId
        $path = Join-Path $TestDrive $File
        Get-OnsDlqMessage $GroupId | & $Save $path
        $results = & $Read $path | Invoke-QuietResend -GroupId $GroupId
        $results.Status | Should -Be (@('Accepted') * 3)
        $results.MsgId | Sort-Object | Should -Be ($ids | Sort-Object)
        Get-DeliveryCount $GroupId | Should -Be '1*3'

        (& $Read $path | Invoke-QuietResend -GroupId $GroupId).Reason | Should -Be (@('AlreadyResent') * 3)
        Get-DeliveryCount $GroupId | Should -Be '1*3'
    }

    It 'may have a store time as <What>' -ForEach @(
        @{ What = 'a spreadsheet writes numbers'; GroupId = 'GID_time_float'; Time = { "$($args[0].StoreTimestamp).0" } }
        @{ What = 'a number with a fraction of nothing'; GroupId = 'GID_time_double'; Time = { [double] $args[0].StoreTimestamp } }
        @{ What = 'a date'; GroupId = 'GID_time_date'; Time = { $args[0].StoreTime.ToUniversalTime() } }
    ) {
        $null = Add-DeadLetter 1 $GroupId
        $row = Get-OnsDlqMessage $GroupId | Select-Object MsgId, GroupId, @{ n = 'StoreTimestamp'; e = { & $Time $_ } }
        ($row | Invoke-QuietResend).Status | Should -Be Accepted
        ($row | Invoke-QuietResend).Reason | Should -Be AlreadyResent
    }

    It 'are chosen by a person in between' {
        $null = Add-DeadLetter 4 GID_chosen
        $file = Join-Path $TestDrive chosen.csv
        Get-OnsDlqMessage GID_chosen | Export-Csv $file
        Import-Csv $file | Select-Object -Skip 2 | Invoke-QuietResend | Out-Null
        Get-DeliveryCount GID_chosen | Should -Be '1*2'
        @(Get-OnsDlqMessage GID_chosen -Pending).Count | Should -Be 2
    }
}

Describe 'Results in a file' {
    BeforeAll {
        $null = Add-DeadLetter 3 GID_results
        $results = Get-OnsDlqMessage GID_results | Invoke-QuietResend
        $results += Get-OnsDlqMessage GID_results | Invoke-QuietResend
    }

    It 'keep status and reason as words in CSV' {
        $file = Join-Path $TestDrive results.csv
        $results | Export-Csv $file
        $rows = Import-Csv $file
        $rows.Status | Should -Be (@('Accepted') * 3 + @('Skipped') * 3)
        $rows[3].Reason | Should -Be AlreadyResent
    }

    It 'keep status and reason as words in JSON with -EnumsAsStrings' {
        $rows = $results | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json
        $rows.Status | Should -Be (@('Accepted') * 3 + @('Skipped') * 3)
        $rows[3].Reason | Should -Be AlreadyResent
    }

    It 'are grouped and shown by status out of Clixml' {
        $file = Join-Path $TestDrive results.xml
        $results | Export-Clixml $file
        $back = Import-Clixml $file
        ($back | Group-Object Status | Sort-Object Name).Name | Should -Be Accepted, Skipped
        $back | Format-Table MsgId, Status, Reason | Out-String -Width 120 | Should -Match AlreadyResent
    }

    It 'can be resent from, and nothing is sent twice' {
        $file = Join-Path $TestDrive again.csv
        $results | Export-Csv $file
        (Import-Csv $file | Invoke-QuietResend).Status | Sort-Object -Unique | Should -Be Skipped
        Get-DeliveryCount GID_results | Should -Be '1*3'
    }
}
