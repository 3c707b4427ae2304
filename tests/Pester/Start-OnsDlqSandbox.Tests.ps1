param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Start-OnsDlqSandbox' {
    AfterEach {
        Stop-OnsDlqSandbox -ErrorAction Ignore
    }

    It 'connects the session to a service on this machine, with a journal that goes with it' {
        $sandbox = Start-OnsDlqSandbox
        $sandbox.IsRunning | Should -BeTrue
        $sandbox.Endpoint.IsLoopback | Should -BeTrue
        (Get-OnsDlqConnection).Endpoint | Should -Be $sandbox.Endpoint
        (Get-OnsDlqConnection).Journal | Should -Not -Be $env:ONSDLQ_JOURNAL

        @(Get-OnsDlqMessage GID_orders)[0] | Invoke-OnsDlqResend -Confirm:$false -WarningVariable warnings | Out-Null
        $warnings | Should -BeNullOrEmpty
        $env:ONSDLQ_JOURNAL | Should -Not -Exist
    }

    It 'has the queues of a shop at first, or none, or those of a file' {
        $null = Start-OnsDlqSandbox demo
        @(Get-OnsDlqGroup).Count | Should -Be 5
        Stop-OnsDlqSandbox

        $file = Join-Path $TestDrive seed.json
        '{"instanceId":"MQ_INST_1","groupId":"GID_file","topic":"orders","count":3,"consumer":"succeed"}' | Set-Content $file
        $null = Start-OnsDlqSandbox -Seed $file
        @(Get-OnsDlqMessage GID_file).Count | Should -Be 3
    }

    It 'leaves a mark for processes that are started meanwhile' {
        $env:ONSDLQ_REHEARSAL | Should -BeNullOrEmpty
        $sandbox = Start-OnsDlqSandbox -Seed none
        $env:ONSDLQ_REHEARSAL | Should -Match $sandbox.Endpoint.Port
        Stop-OnsDlqSandbox
        $env:ONSDLQ_REHEARSAL | Should -BeNullOrEmpty
    }

    It 'starts nothing under -WhatIf' {
        Start-OnsDlqSandbox -WhatIf | Should -BeNullOrEmpty
        Get-OnsDlqConnection | Should -BeNullOrEmpty
    }

    It 'starts no second one' {
        $sandbox = Start-OnsDlqSandbox -Seed none
        { Start-OnsDlqSandbox } | Should -Throw -ErrorId 'SandboxRunning,OnsDlq.Commands.StartOnsDlqSandboxCommand'
        (Get-OnsDlqConnection).Endpoint | Should -Be $sandbox.Endpoint
    }

    It 'says what it said where it cannot start, and leaves the session as it was' {
        { Start-OnsDlqSandbox -Seed (Join-Path $TestDrive not-there.json) } | Should -Throw -ErrorId 'SandboxFailed,OnsDlq.Commands.StartOnsDlqSandboxCommand'
        Get-OnsDlqConnection | Should -BeNullOrEmpty
        $env:ONSDLQ_REHEARSAL | Should -BeNullOrEmpty
    }

    It 'throttles as -Quota says' {
        $sandbox = Start-OnsDlqSandbox -Seed none -Quota 2/1
        $null = Add-DeadLetter 4 GID_quota
        (Get-OnsDlqMessage GID_quota | Invoke-QuietResend).Status | Should -Be (@('Accepted') * 4)
        Get-DeliveryCount GID_quota | Should -Be '1*4'
    }

    It 'answers a group that does not exist as -MissingName says' {
        $null = Start-OnsDlqSandbox -MissingName notfound
        Get-OnsDlqMessage GID_mistyped -InstanceId MQ_INST_1234567890123456_DEMO0001 -ErrorAction SilentlyContinue -ErrorVariable trouble
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'GroupNotFound,*'
        Stop-OnsDlqSandbox
        $null = Start-OnsDlqSandbox
        Get-OnsDlqMessage GID_mistyped -InstanceId MQ_INST_1234567890123456_DEMO0001 -ErrorAction SilentlyContinue -ErrorVariable trouble
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'PermissionDenied,*'
        $trouble[0].ErrorDetails.RecommendedAction | Should -Match 'typing errors'
    }

    It 'shows no secret' {
        Start-OnsDlqSandbox -Seed none | Format-List * | Out-String | Should -Not -Match 'Secret'
    }

    It 'completes what it can be seeded with' {
        (TabExpansion2 'Start-OnsDlqSandbox -Seed d').CompletionMatches.CompletionText | Should -Contain demo
    }
}
