param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))

# The functions of build.ps1, without a build.
BeforeAll {
    $script = [Management.Automation.Language.Parser]::ParseFile((Convert-Path (Join-Path $PSScriptRoot '..' '..' build.ps1)), [ref] $null, [ref] $null)
    $script.FindAll({ $args[0] -is [Management.Automation.Language.FunctionDefinitionAst] }, $false) |
        Where-Object Name -In Install, Copy-Tree | ForEach-Object { . ([scriptblock]::Create($_.Extent.Text)) }
}

Describe 'build.ps1 -Task Install' {
    BeforeEach {
        $version = '1.2.3'
        $staged = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        'new' | Set-Content (Join-Path $staged OnsDlq.psd1)
        $ModulePath = Join-Path $TestDrive (New-Guid)
        $place = Join-Path $ModulePath OnsDlq 1.2.3
        $null = New-Item $place -ItemType Directory
        'old' | Set-Content (Join-Path $place OnsDlq.psd1)
    }

    It 'puts the new module in the place of the old one, and leaves nothing else' {
        Install | Should -Be "Installed OnsDlq 1.2.3 in $place"
        Get-Content (Join-Path $place OnsDlq.psd1) | Should -Be new
        (Get-ChildItem (Split-Path $place) -Force).Name | Should -Be 1.2.3
    }

    It 'puts the old module back where the new one cannot be moved into its place' {
        Mock Copy-Tree { }
        { Install } | Should -Throw '*what was there is there again*'
        Get-Content (Join-Path $place OnsDlq.psd1) | Should -Be old
    }

    It 'finds the old module again that a killed installation had moved away' {
        Move-Item $place (Join-Path (Split-Path $place) .1.2.3.outgoing)
        Mock Copy-Tree { throw 'the disk is full' }
        { Install } | Should -Throw 'the disk is full'
        Get-Content (Join-Path $place OnsDlq.psd1) | Should -Be old
    }
}
