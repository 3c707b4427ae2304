param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'demo')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Get-OnsDlqInstance' {
    It 'lists all that the key may see' {
        $instances = Get-OnsDlqInstance
        $instances.InstanceName | Should -Be shop, shop-staging
        $instances.RegionId | Sort-Object -Unique | Should -Be cn-hangzhou
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'an ID'; Given = 'MQ_INST_1234567890123456_DEMO0002'; Names = @('shop-staging') }
        @{ What = 'a wildcard'; Given = '*_DEMO000?'; Names = @('shop', 'shop-staging') }
        @{ What = 'several'; Given = @('MQ_INST_1234567890123456_DEMO0001', '*2'); Names = @('shop', 'shop-staging') }
        @{ What = 'a wildcard that fits nothing'; Given = 'X*'; Names = @() }
    ) {
        @((Get-OnsDlqInstance $Given).InstanceName | Sort-Object) | Should -Be $Names
    }

    It 'says of one that is not there, and goes on' {
        $found = Get-OnsDlqInstance MQ_INST_1234567890123456_NOBODY01, MQ_INST_1234567890123456_DEMO0001 -ErrorAction SilentlyContinue -ErrorVariable trouble
        $found.InstanceName | Should -Be shop
        $trouble.Count | Should -Be 1
        $trouble.TargetObject | Should -Be MQ_INST_1234567890123456_NOBODY01
    }

    It 'tells nothing of an instance that a person could not read on the screen' {
        Get-OnsDlqInstance | Format-Table | Out-String -Width 100 | Should -Match 'shop-staging'
    }

    It 'completes an ID by a part of the name' {
        (TabExpansion2 'Get-OnsDlqInstance shop-st').CompletionMatches.CompletionText | Should -Contain MQ_INST_1234567890123456_DEMO0002
    }
}
