param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'demo')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    $letters = Get-OnsDlqGroup GID_[op]* | Get-OnsDlqMessage
}

Describe 'Measure-OnsDlqMessage' {
    It 'counts by topic and tag as Group-Object does' {
        $expected = $letters | Group-Object Topic, Tag -CaseSensitive
        $found = $letters | Measure-OnsDlqMessage
        ($found | ForEach-Object { "$($_.Name) $($_.Count)" } | Sort-Object) | Should -Be ($expected | ForEach-Object { "$($_.Name) $($_.Count)" } | Sort-Object)
        ($found | Measure-Object Count -Sum).Sum | Should -Be $letters.Count
    }

    It 'counts by <_>, and loses none' -ForEach 'Hour', 'GroupId', 'Key', 'RegionId' {
        ($letters | Measure-OnsDlqMessage $_ | Measure-Object Count -Sum).Sum | Should -Be $letters.Count
    }

    It 'tells the first, the last and the share' {
        $topic = $letters | Measure-OnsDlqMessage Topic | Where-Object Name -EQ payments
        $payments = $letters | Where-Object Topic -EQ payments
        $topic.Count | Should -Be $payments.Count
        $topic.First | Should -Be ($payments.StoreTime | Sort-Object | Select-Object -First 1)
        $topic.Last | Should -Be ($payments.StoreTime | Sort-Object | Select-Object -Last 1)
        $topic.Share | Should -BeGreaterThan 0
    }

    It 'fits on 80 columns' {
        $lines = Get-OnsDlqMessage GID_orders | Measure-OnsDlqMessage Hour | Out-String -Width 80
        $lines | Should -Match '#{8} '
        $lines | Should -Match '\d{4}-\d\d-\d\d \d\d:00'
    }

    It 'survives a CSV file' {
        $file = Join-Path $TestDrive counts.csv
        $letters | Measure-OnsDlqMessage Topic | Select-Object Name, Count, Share, First | Export-Csv $file
        $rows = Import-Csv $file
        ($rows | ForEach-Object { [int] $_.Count } | Measure-Object -Sum).Sum | Should -Be $letters.Count
    }

    It 'gives nothing for nothing' {
        @() | Measure-OnsDlqMessage | Should -BeNullOrEmpty
    }

    It 'says of what is no dead letter, and counts the rest' {
        $found = @($letters[0]; 'text'; $letters[1]) | Measure-OnsDlqMessage RegionId -ErrorAction SilentlyContinue -ErrorVariable trouble
        $found.Count | Should -Be 2
        $trouble.Count | Should -Be 1
        $trouble.FullyQualifiedErrorId | Should -Be 'NotADeadLetter,OnsDlq.Commands.MeasureOnsDlqMessageCommand'
        $trouble.TargetObject | Should -Be text
    }

    It 'says which properties there are where one is unknown' {
        { $letters | Measure-OnsDlqMessage Toppic } | Should -Throw -ErrorId 'UnknownProperty,*' -PassThru | ForEach-Object { "$_" | Should -Match '\bTopic\b' }
    }
}
