param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Get-OnsDlqConnection' {
    AfterEach {
        Disconnect-OnsDlq
    }

    It 'gives nothing where there is no connection, and makes none' {
        Get-OnsDlqConnection | Should -BeNullOrEmpty
        Get-OnsDlqConnection | Should -BeNullOrEmpty
    }

    It 'gives the one that was chosen last' {
        Connect-OnsDlq cn-hangzhou -Credential $key
        Connect-OnsDlq cn-shanghai MQ_INST_2 -Credential $key
        $connection = Get-OnsDlqConnection
        $connection | Should -HaveCount 1
        $connection.RegionId | Should -Be cn-shanghai
        $connection.InstanceId | Should -Be MQ_INST_2
    }

    It 'shows region, endpoint and journal' {
        Connect-OnsDlq cn-hangzhou -Credential $key
        $shown = Get-OnsDlqConnection | Format-List | Out-String -Width 200
        $shown | Should -Match 'cn-hangzhou'
        $shown | Should -Match 'ons\.cn-hangzhou\.aliyuncs\.com'
        $shown | Should -Match ([regex]::Escape($env:ONSDLQ_JOURNAL))
    }

    It 'tells the journal that <What> names' -ForEach @(
        @{ What = '-Journal'; With = { @{ Journal = Join-Path $TestDrive 'named.db' } }; File = 'named.db' }
        @{ What = 'ONSDLQ_JOURNAL'; With = { @{} }; File = 'journal.db' }
    ) {
        $named = & $With
        Connect-OnsDlq cn-hangzhou -Credential $key @named
        (Get-OnsDlqConnection).Journal | Should -Be (Join-Path $TestDrive $File)
    }

    It 'gives an object that other commands take with -Connection' {
        $sandbox = Start-OnsDlqSandbox
        $ofSandbox = Get-OnsDlqConnection
        $ofSandbox.Endpoint | Should -Be $sandbox.Endpoint
        Connect-OnsDlq cn-hangzhou -Credential $key
        (Get-OnsDlqInstance -Connection $ofSandbox).InstanceName | Should -Be shop, shop-staging
        Stop-OnsDlqSandbox
    }
}
