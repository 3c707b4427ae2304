param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = '')
. (Join-Path $PSScriptRoot TestHome.ps1)

# The progress of a session is read from a runspace: a script cannot read its own.
BeforeAll {
    function Get-Progress([scriptblock] $Script) {
        $session = [powershell]::Create()
        try {
            $null = $session.AddScript("Import-Module '$Module'; `$null = Start-OnsDlqSandbox -Quota 8/3; try { $Script } finally { Stop-OnsDlqSandbox }").Invoke()
            $session.Streams.Error | Should -BeNullOrEmpty
            $session.Streams.Progress.ReadAll()
        }
        finally { $session.Dispose() }
    }
}

Describe 'Progress' {
    It 'of look-ups and of a resend tells that they wait for the quota, and for how long' {
        $records = Get-Progress {
            $ids = @((Get-OnsDlqMessage GID_orders).MsgId)
            $null = $ids | Get-OnsDlqMessage GID_orders -RequestsPerSecond 1000
            $null = Get-OnsDlqMessage GID_payments, GID_labels | Where-Object MsgId -NE 0BC16699165C03B925DB8A404E2D0001 | Invoke-OnsDlqResend -Confirm:$false -RequestsPerSecond 1000
        }
        foreach ($activity in 'Looking up dead letters', 'Resending dead letters') {
            $of = @($records | Where-Object Activity -EQ $activity)
            # More than twice the quota is asked for, so that the wait is a whole window at least.
            $of.Count | Should -BeGreaterThan 1
            $of.StatusDescription -match 'waiting for the quota, about [1-9]\d* s$' | Should -Not -BeNullOrEmpty
            $of[-1].RecordType | Should -Be Completed
        }
        $looked = @($records | Where-Object Activity -EQ 'Looking up dead letters')
        $looked[-1].StatusDescription | Should -Match '^24 looked up; \d+ calls$'
        $looked.SecondsRemaining | Sort-Object -Unique | Should -Be -1
    }
}
