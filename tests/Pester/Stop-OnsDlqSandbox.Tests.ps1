param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Stop-OnsDlqSandbox' {
    It 'ends the process and takes the journal with it' {
        $sandbox = Start-OnsDlqSandbox
        $journal = (Get-OnsDlqConnection).Journal
        Get-OnsDlqMessage GID_orders -First 1 | Invoke-QuietResend | Out-Null
        $journal | Should -Exist
        Stop-OnsDlqSandbox
        Split-Path $journal | Should -Not -Exist
        Get-Process -Id $sandbox.ProcessId -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'leaves the session without a connection where there was none' {
        $null = Start-OnsDlqSandbox -Seed none
        Stop-OnsDlqSandbox
        Get-OnsDlqConnection | Should -BeNullOrEmpty
    }

    It 'brings back the connection that was there before' {
        Connect-OnsDlq cn-shanghai -Credential $key
        $null = Start-OnsDlqSandbox -Seed none
        (Get-OnsDlqConnection).RegionId | Should -Be cn-hangzhou
        Stop-OnsDlqSandbox
        (Get-OnsDlqConnection).RegionId | Should -Be cn-shanghai
        Disconnect-OnsDlq
    }

    It 'stops nothing under -WhatIf' {
        $sandbox = Start-OnsDlqSandbox -Seed none
        Stop-OnsDlqSandbox -WhatIf
        $sandbox.IsRunning | Should -BeTrue
        Stop-OnsDlqSandbox
    }

    It 'is an error where there is nothing to stop' {
        Stop-OnsDlqSandbox -ErrorAction SilentlyContinue -ErrorVariable trouble
        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -Be 'SandboxNotRunning,OnsDlq.Commands.StopOnsDlqSandboxCommand'
    }

    It 'is not needed where the process ends' {
        $run = Invoke-Pwsh { $sandbox = Start-OnsDlqSandbox -Seed none; $sandbox.ProcessId; Split-Path (Get-OnsDlqConnection).Journal }
        $run.ExitCode | Should -Be 0
        $run.Output.Count | Should -Be 2
        Wait-Process -Id $run.Output[0] -Timeout 30 -ErrorAction Ignore
        Get-Process -Id $run.Output[0] -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
