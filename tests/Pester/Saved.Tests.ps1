param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'demo')
. (Join-Path $PSScriptRoot TestHome.ps1)

# Every object that people save, through every way out of the session and back.
BeforeDiscovery {
    $kinds = 'letter', 'plan', 'result', 'attempt', 'block', 'run', 'summary', 'evidence', 'health'
    $cultures = 'de-DE', 'tr-TR', 'fa-IR', 'th-TH', 'ar-SA'
}

BeforeAll {
    $letters = @(Get-OnsDlqMessage GID_orders -First 3 -IncludeBody)
    $results = @($letters | Invoke-QuietResend)
    $saved = @{
        letter  = $letters[0]
        plan    = @(Get-OnsDlqMessage GID_orders -First 4 | Invoke-OnsDlqResend -Plan)[3]
        result  = $results[0]
        attempt = @(Get-OnsDlqResend)[0]
        run     = @(Get-OnsDlqRun)[0]
        block   = $letters[2] | Block-OnsDlqMessage -Reason 'handled by hand' -Until ([datetime]::Now.AddDays(1))
        summary = @($letters | Measure-OnsDlqMessage Topic, Hour)[0]
        # A topic that no consumer subscribes to: so there are a reason, a fact, and lists of topics.
        health  = Test-OnsDlqConsumer GID_orders -Topic elsewhere
        # Too early for a trace, so it has a reason as well.
        evidence = Wait-OnsDlqResend -RunId $results[0].RunId -TimeoutSec 1 | Select-Object -First 1
    }

    function Get-Names($Value) { $Value.psobject.Properties.Name | Sort-Object }

    # A value as text that is the same before and after; dates to the tick, whatever their kind or type.
    function Get-Text($Value) {
        if ($null -eq $Value -or "$Value" -eq '') { return '' }
        if ($Value -is [datetime]) { return $Value.ToUniversalTime().ToString('o') }
        if ($Value -is [byte[]]) { return [Convert]::ToBase64String($Value) }
        if ($Value -is [Collections.IDictionary]) { return ($Value.psbase.Keys | Sort-Object | ForEach-Object { "$_=$(Get-Text $Value[$_])" }) -join '; ' }
        if ($Value.psobject.BaseObject -is [Management.Automation.PSCustomObject]) { return (Get-Names $Value | ForEach-Object { "$_=$(Get-Text $Value.$_)" }) -join '; ' }
        if ($Value -is [Collections.IEnumerable] -and $Value -isnot [string]) { return ($Value | ForEach-Object { Get-Text $_ }) -join ' ' }
        if ($Value -is [double]) { return [math]::Round($Value, 12) }
        "$Value"
    }

    function Test-Same($Back, $From, $Except = @()) {
        Get-Names $Back | Should -Be (Get-Names $From)
        $names = Get-Names $From | Where-Object { $_ -notin $Except }
        foreach ($name in $names) { Get-Text $Back.$name | Should -Be (Get-Text $From.$name) -Because $name }
    }
}

Describe 'A <_> that leaves the session' -ForEach $kinds {
    BeforeAll {
        $kind = $_
        $from = $saved[$kind]
        $times = Get-Names $from | Where-Object { $from.$_ -is [datetime] }
    }

    It 'comes back from Clixml with every value' {
        $path = Join-Path $TestDrive "$kind.xml"
        $from | Export-Clixml $path
        Test-Same (Import-Clixml $path) $from -Except Outcomes
    }

    It 'keeps every value in Clixml where the module is not there to read it' {
        $path = Join-Path $TestDrive "$kind-bare.xml"
        $from | Export-Clixml $path
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try { $back = $shell.AddCommand('Import-Clixml').AddParameter('Path', $path).Invoke()[0] } finally { $shell.Dispose() }
        $back.psobject.BaseObject | Should -BeOfType ([Management.Automation.PSCustomObject])
        foreach ($time in $times) { $back.$time | Should -Be $from.$time }
        Test-Same $back $from -Except Outcomes
    }

    It 'comes back from a job' {
        $back = Start-Job { $input } -InputObject $from | Receive-Job -Wait -AutoRemoveJob |
            Select-Object * -ExcludeProperty RunspaceId, PSComputerName, PSShowComputerName, PSSourceJobInstanceId
        Test-Same $back $from -Except Outcomes
    }

    It 'comes back from JSON with the default depth, without a warning' {
        $json = $from | ConvertTo-Json -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeNullOrEmpty
        Test-Same ($json | ConvertFrom-Json) $from -Except Body, Outcomes
    }

    It 'comes back from CSV in the culture <_>, with times that are exact' -ForEach $cultures {
        $path = Join-Path $TestDrive "$kind-$_.csv"
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $from | Export-Csv $path
        }
        finally { [cultureinfo]::CurrentCulture = $before }
        $row = Import-Csv $path
        Get-Names $row | Should -Be (Get-Names $from)
        foreach ($time in $times) {
            $row.$time | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$'
            [datetime] $row.$time | Should -Be $from.$time
        }
        "$($row.psobject.Properties.Value)" | Should -Not -Match 'System\.|OnsDlq\.'
    }

    It 'has times that sort, compare and are formatted as dates' {
        $times | Should -Not -BeNullOrEmpty
        foreach ($time in $times) {
            $from.$time -lt [datetime]::Now.AddDays(9) | Should -BeTrue
            [datetime]::Now.AddDays(9) -gt $from.$time | Should -BeTrue
            ([datetime]::Now - $from.$time) | Should -BeOfType ([timespan])
            '{0:yyyyMMdd}' -f $from.$time | Should -Be $from.$time.ToString('yyyyMMdd')
        }
    }
}

Describe 'Dead letters that were saved' {
    BeforeAll {
        $ways = @{
            Clixml = { $path = Join-Path $TestDrive way.xml; $letters | Export-Clixml $path; Import-Clixml $path }
            JSON   = { $letters | ConvertTo-Json | ConvertFrom-Json }
            CSV    = { $path = Join-Path $TestDrive way.csv; $letters | Export-Csv $path; Import-Csv $path }
            job    = { Start-Job { $input } -InputObject $letters | Receive-Job -Wait -AutoRemoveJob | ForEach-Object { $_ } }
        }
    }

    It 'are counted out of <_> as before' -ForEach 'Clixml', 'JSON', 'CSV', 'job' {
        $back = @(& $ways[$_])
        $back.Count | Should -Be 3
        foreach ($by in 'Topic', 'Hour', 'Key', 'KEYS') {
            $told = { "$($_.Name) $($_.Count) $($_.First.ToUniversalTime().ToString('o'))" }
            $back | Measure-OnsDlqMessage $by | ForEach-Object $told | Should -Be ($letters | Measure-OnsDlqMessage $by | ForEach-Object $told)
        }
    }

    It 'are dead letters with a checked body again out of <_>' -ForEach 'Clixml', 'JSON', 'CSV' {
        $back = @(& $ways[$_] | ForEach-Object { [OnsDlq.Messages.DeadLetter] $_ })
        $back.BodyVerified | Should -Be (@($true) * 3)
        [Convert]::ToBase64String($back[0].Body) | Should -Be ([Convert]::ToBase64String($letters[0].Body))
        $back[0] | Format-Table | Out-String -Width 120 | Should -Match $letters[0].Key[0]
    }

    It 'have times out of <_> that bind to a parameter' -ForEach 'Clixml', 'JSON', 'CSV' {
        $back = @(& $ways[$_])
        @(Get-OnsDlqMessage GID_orders -StartTime $back[1].StoreTime -EndTime $back[1].StoreTime).MsgId | Should -Be $letters[1].MsgId
    }

    It 'are sent once, whatever way they took' {
        foreach ($way in $ways.Keys) { (& $ways[$way] | Invoke-QuietResend).Reason | Should -Not -Contain $null }
        @(Get-OnsDlqResend GID_orders $letters.MsgId).Count | Should -Be 3
    }
}

Describe 'Commands that take saved objects' {
    It 'block and unblock what comes from <_>' -ForEach 'letter', 'result', 'attempt', 'block', 'evidence' {
        $path = Join-Path $TestDrive "again-$_.xml"
        $saved[$_] | Export-Clixml $path
        ($saved[$_] | ConvertTo-Csv | ConvertFrom-Csv | Block-OnsDlqMessage -Reason again).MsgId | Should -Be $saved[$_].MsgId
        { Import-Clixml $path | Unblock-OnsDlqMessage -ErrorAction Stop } | Should -Not -Throw
    }

    It 'refuse to settle an attempt out of <_> that got another outcome since it was saved' -ForEach 'Clixml', 'JSON', 'job' {
        $group = "GID_changed_$_"
        $null = Add-DeadLetter 1 $group
        Add-Fault @{ fault = 'acceptThenDrop'; times = 1 }
        (Get-OnsDlqMessage $group | Invoke-QuietResend).Status | Should -Be Unknown
        Clear-Fault
        $attempt = Get-OnsDlqResend $group
        $path = Join-Path $TestDrive "$group.xml"
        $row = switch ($_) {
            Clixml { $attempt | Export-Clixml $path; Import-Clixml $path }
            JSON { $attempt | ConvertTo-Json | ConvertFrom-Json }
            job { Start-Job { $input } -InputObject $attempt | Receive-Job -Wait -AutoRemoveJob }
        }
        $null = $attempt | Resolve-OnsDlqResend -As Accepted -Reason 'seen in the log' -Confirm:$false
        $row | Resolve-OnsDlqResend -As Rejected -Reason x -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable refused | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be 'ResolveConflict,OnsDlq.Commands.ResolveOnsDlqResendCommand'
        (Get-OnsDlqResend $group).Status | Should -Be Accepted
    }
}

Describe 'A file that somebody has changed' {
    It 'is refused where <What>' -ForEach @(
        @{ What = 'the ID is a script block'; Change = @{ MsgId = { Get-Date } }; Id = 'NotADeadLetter' }
        @{ What = 'the ID is masked'; Change = @{ MsgId = '0A1F*' }; Id = 'NotADeadLetter' }
        @{ What = 'the ID turns the writing around'; Change = @{ MsgId = "A$([char]0x202E)B" }; Id = 'NotADeadLetter' }
        @{ What = 'the ID has a NUL'; Change = @{ MsgId = "A`0B" }; Id = 'NotADeadLetter' }
        @{ What = 'the ID has 10 million characters'; Change = @{ MsgId = 'A' * 10000000 }; Id = 'NotADeadLetter' }
        @{ What = 'the group is a number of another kind'; Change = @{ GroupId = 1.5 }; Id = 'NotADeadLetter' }
        @{ What = 'the time is that of a German spreadsheet'; Change = @{ StoreTimestamp = $null; StoreTime = '28.11.2026 08:00' }; Id = 'NotADeadLetter' }
        @{ What = 'a spreadsheet has rounded the time'; Change = @{ StoreTimestamp = '1,76E+12' }; Id = 'NotADeadLetter' }
        @{ What = 'the status is no status'; Change = @{ Round = 1; ResendState = 'Accepted, Failed' }; Id = 'NotADeadLetter' }
        @{ What = 'the body is no Base64'; Change = @{ Body = 'not Base64!' }; Id = 'NotADeadLetter' }
        @{ What = 'the keys are numbers'; Change = @{ Key = 1, 2 }; Id = 'NotADeadLetter' }
        @{ What = 'the properties are a list'; Change = @{ Properties = 1, 2 }; Id = 'NotADeadLetter' }
    ) {
        $row = $letters[0] | ConvertTo-Json | ConvertFrom-Json
        foreach ($name in $Change.Keys) { $row.$name = $Change[$name] }
        $found = $row | Measure-OnsDlqMessage -ErrorAction SilentlyContinue -ErrorVariable refused
        $found | Should -BeNullOrEmpty
        $refused.Count | Should -Be 1
        $refused[0].FullyQualifiedErrorId | Should -Be "$Id,OnsDlq.Commands.MeasureOnsDlqMessageCommand"
        $refused[0].CategoryInfo.Category | Should -Be InvalidData
        $refused[0].Exception.Message.Length | Should -BeLessThan 1000
        "$($refused[0].Exception.Message)" | Should -Not -Match "[$([char]0x202E)`0]"
    }

    It 'stays an object without a type out of Clixml, and never ends the reading' {
        $path = Join-Path $TestDrive changed.xml
        $letters | Export-Clixml $path
        (Get-Content $path -Raw).Replace($letters[1].MsgId, '../..') | Set-Content $path
        $back = @(Import-Clixml $path)
        $back.Count | Should -Be 3
        $back[0] | Should -BeOfType ([OnsDlq.Messages.DeadLetter])
        $back[1] | Should -Not -BeOfType ([OnsDlq.Messages.DeadLetter])
        $results = @($back | Invoke-OnsDlqResend -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable refused)
        $refused.FullyQualifiedErrorId | Should -Be 'InvalidMsgId,OnsDlq.Commands.InvokeOnsDlqResendCommand'
        $results.Reason | Should -Not -Contain $null
    }

    It 'cannot say that its entries were listed' {
        $null = Add-DeadLetter 1 GID_unlisted
        $row = Get-OnsDlqMessage GID_unlisted | ConvertTo-Json | ConvertFrom-Json | Add-Member ListedAt ([datetime]::Now) -PassThru
        $letter = [OnsDlq.Messages.DeadLetter] $row
        ($letter | Invoke-QuietResend).Status | Should -Be Accepted
        ($letter | Invoke-QuietResend).Status | Should -Be Skipped
        Get-DeliveryCount GID_unlisted | Should -Be '1*1'
    }
}

Describe 'The examples of README for saved objects' {
    It 'run as written' {
        $readme = Get-Content (Join-Path $PSScriptRoot '..' '..' README.md) -Raw
        $section = ($readme -split '(?m)^### ' | Where-Object { $_ -like 'Save and load*' })
        $snippets = [regex]::Matches($section, '(?s)```powershell\r?\n(.*?)```') | ForEach-Object { $_.Groups[1].Value }
        $snippets | Should -Not -BeNullOrEmpty
        Push-Location $TestDrive
        try {
            $ConfirmPreference = 'None'
            $ErrorActionPreference = 'Stop'
            $letters = $null
            foreach ($snippet in $snippets) { $null = . ([scriptblock]::Create($snippet)) }
            $letters.Count | Should -BeGreaterThan 3
            $letters.BodyVerified | Should -Not -Contain $false
            $letters[0] | Should -BeOfType ([OnsDlq.Messages.DeadLetter])
        }
        finally { Pop-Location }
    }
}
