param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'demo')
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeAll {
    # The text of a page. That it is well-formed XML, too, shows that nothing in it was read as markup.
    function Get-PageText([string] $Path) {
        ([xml] (Get-Content -LiteralPath $Path -Raw)).html.InnerText
    }
}

Describe 'Export-OnsDlqReport' {
    It 'reports a queue, a resend and its run' {
        $ids = Add-DeadLetter 5 GID_report
        Add-Fault @{ msgId = $ids[2]; fault = 'status:503' }
        $queue, $resend, $run = 'queue', 'resend', 'run' | ForEach-Object { Join-Path $TestDrive "$_.html" }

        (Get-OnsDlqMessage GID_report | Export-OnsDlqReport $queue).FullName | Should -Be $queue
        $results = Get-OnsDlqMessage GID_report | Invoke-QuietResend | Export-OnsDlqReport $resend -PassThru
        Clear-Fault
        Get-OnsDlqRun GID_report -Last 1 | Export-OnsDlqReport $run | Should -Not -BeNullOrEmpty

        $results.Count | Should -Be 5
        Get-PageText $queue | Should -Match 'This report is on 5 dead letters\.'
        Get-PageText $resend | Should -Match 'This report is on 5 results of resends\.'
        Get-PageText $resend | Should -Match "Unknown: all 1\..*$($ids[2])"
        Get-PageText $run | Should -Match 'This report is on 5 attempts to resend\.'
        Get-PageText $run | Should -Match $results[0].RunId
    }

    It 'reports what was saved as it reports what was not' {
        $results = Get-OnsDlqMessage GID_report | Invoke-QuietResend
        $clixml, $csv, $json, $page = 'r.xml', 'r.csv', 'r.json', 'saved.html' | ForEach-Object { Join-Path $TestDrive $_ }
        $results | Export-Clixml $clixml
        $results | Export-Csv $csv
        $results | ConvertTo-Json | Set-Content $json
        # The time at which it was made differs.
        $null = $results | Export-OnsDlqReport $page
        $expected = (Get-PageText $page) -replace 'report, [\d :-]+UTC|Made[\d :-]+UTC'
        foreach ($load in { Import-Clixml $clixml }, { Import-Csv $csv }, { Get-Content $json | ConvertFrom-Json }) {
            $null = & $load | Export-OnsDlqReport $page -Force
            (Get-PageText $page) -replace 'report, [\d :-]+UTC|Made[\d :-]+UTC' | Should -BeExactly $expected
        }
    }

    It 'shows hostile texts as text' {
        $page = Join-Path $TestDrive hostile.html
        $texts = '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "$([char]0x202E)gpj", "nul$([char]0)", ('z' * 1MB)
        $texts | ForEach-Object { [pscustomobject]@{ MsgId = 'M1'; GroupId = $_; Topic = $_; Tag = $_; Key = $_; Status = 'Unknown'; ErrorMessage = $_; Body = $_ } } |
            Export-OnsDlqReport $page | Should -Not -BeNullOrEmpty
        $text = Get-PageText $page
        $text | Should -Match ([regex]::Escape('<script>alert(1)</script>'))
        $text | Should -Not -Match "[\x00\u202E]"
        Get-Content -LiteralPath $page -Raw | Should -Not -Match '<script|<img'
        (Get-Item -LiteralPath $page).Length | Should -BeLessThan 200KB
    }

    It 'keeps a file that exists, unless -Force is given' {
        $page = Join-Path $TestDrive there.html
        'mine' | Set-Content $page
        { Get-OnsDlqMessage GID_report | Export-OnsDlqReport $page } | Should -Throw -ErrorId 'ReportExists,OnsDlq.Commands.ExportOnsDlqReportCommand'
        Get-Content $page | Should -Be mine
        Get-OnsDlqMessage GID_report | Export-OnsDlqReport $page -Force -WhatIf
        Get-Content $page | Should -Be mine
        Get-OnsDlqMessage GID_report | Export-OnsDlqReport $page -Force | Should -Not -BeNullOrEmpty
        Get-PageText $page | Should -Match 'Dead-letter report'
    }

    It 'reports a run without a connection' {
        $journal, $page = 'report.db', 'alone.html' | ForEach-Object { Join-Path $TestDrive $_ }
        $null = Add-DeadLetter 2 GID_alone
        Connect-Sandbox $journal
        $run = (Get-OnsDlqMessage GID_alone | Invoke-QuietResend)[0].RunId
        Disconnect-OnsDlq
        $found = Invoke-Pwsh ([scriptblock]::Create("`$env:ONSDLQ_JOURNAL = '$journal'; `$env:ONSDLQ_REHEARSAL = `$null; (Export-OnsDlqReport '$page' -RunId $run).Name"))
        $found.Output | Should -Be 'alone.html'
        Get-PageText $page | Should -Match '2 attempts to resend'
    }
}
