param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))

BeforeAll {
    Import-Module $Module -Force
}

Describe 'The module as it is installed' {
    It 'passes Test-ModuleManifest' {
        (Test-ModuleManifest (Join-Path $Module 'OnsDlq.psd1')).Name | Should -Be 'OnsDlq'
    }

    It 'exports commands whose verbs are approved' {
        (Get-Command -Module OnsDlq).Verb | ForEach-Object { (Get-Verb $_).Verb | Should -Be $_ }
    }

    It 'loads its own version of the engine' {
        $version = (Get-Module OnsDlq).Version
        [OnsDlq.Listing.DeadLetter].Assembly.GetName().Version.ToString(3) | Should -Be $version.ToString()
    }

    It 'has help with an example for <_>' -ForEach (Import-PowerShellDataFile (Join-Path $Module 'OnsDlq.psd1')).CmdletsToExport {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeLike "*$_ *"
        $help.Examples.Example | Should -Not -BeNullOrEmpty
    }

    It 'has the about topic <_>' -ForEach 'about_OnsDlq', 'about_OnsDlq_Errors' {
        Get-Help $_ | Out-String | Should -Match $_
    }
}
