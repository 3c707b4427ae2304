param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Disconnect-OnsDlq' {
    It 'leaves the session without a connection, and emits nothing' {
        Connect-OnsDlq cn-hangzhou -Credential $key
        Disconnect-OnsDlq | Should -BeNullOrEmpty
        Get-OnsDlqConnection | Should -BeNullOrEmpty
    }

    It 'does nothing where there is none' {
        Disconnect-OnsDlq
        { Disconnect-OnsDlq -ErrorAction Stop } | Should -Not -Throw
    }

    It 'closes the connection, and a command that names it says so' {
        $connection = Connect-OnsDlq cn-hangzhou MQ_INST_1 -Credential $key -PassThru
        Disconnect-OnsDlq
        { Get-OnsDlqMessage GID_orders -Connection $connection } | Should -Throw -ErrorId 'CallAborted,OnsDlq.Commands.GetOnsDlqMessageCommand'
    }

    It 'sends nothing afterwards, for there are no keys in the environment' {
        Connect-OnsDlq cn-hangzhou MQ_INST_1 -Credential $key
        Disconnect-OnsDlq
        { Invoke-OnsDlqResend GID_orders 0BC16699165C03B925DB8A404E2D0001 -Confirm:$false } | Should -Throw -ErrorId 'NoCredentials,*'
    }

    It 'leaves a sandbox running, and the session may go back to it' {
        $sandbox = Start-OnsDlqSandbox
        $sandboxKey = Get-SandboxKey $sandbox
        Disconnect-OnsDlq
        $sandbox.IsRunning | Should -BeTrue
        Connect-OnsDlq $sandbox.RegionId -Endpoint $sandbox.Endpoint -Credential $sandboxKey
        (Get-OnsDlqInstance).Count | Should -Be 2
    }
}
