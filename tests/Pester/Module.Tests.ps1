param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))

BeforeDiscovery {
    $exported = (Import-PowerShellDataFile (Join-Path $Module 'OnsDlq.psd1')).CmdletsToExport
}

BeforeAll {
    . (Join-Path $PSScriptRoot Sandbox.ps1)
    Enter-TestHome $Module
    $manifest = Import-PowerShellDataFile (Join-Path $Module 'OnsDlq.psd1')
}

AfterAll {
    Exit-TestHome
}

Describe 'The module as it is installed' {
    It 'passes Test-ModuleManifest' {
        $tested = Test-ModuleManifest (Join-Path $Module 'OnsDlq.psd1')
        $tested.Name | Should -Be OnsDlq
        $tested.PowerShellVersion | Should -Be '7.4'
        $tested.CompatiblePSEditions | Should -Be Core
        $tested.Description | Should -Not -BeNullOrEmpty
    }

    It 'exports the commands of the manifest, and nothing else' {
        (Get-Module OnsDlq).ExportedCommands.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        (Get-Command -Module OnsDlq).CommandType | Sort-Object -Unique | Should -Be Cmdlet
    }

    It 'exports commands whose verbs are approved' {
        (Get-Command -Module OnsDlq).Verb | ForEach-Object { (Get-Verb $_).Verb | Should -Be $_ }
    }

    It 'has one version in manifest, engine and commands' {
        $version = [version] $manifest.ModuleVersion
        (Get-Module OnsDlq).Version | Should -Be $version
        [OnsDlq.Messages.DeadLetter].Assembly.GetName().Version.ToString(3) | Should -Be $version.ToString(3)
        (Get-Command Connect-OnsDlq).ImplementingType.Assembly.GetName().Version.ToString(3) | Should -Be $version.ToString(3)
    }

    It 'is made for .NET 8, which PowerShell 7.4 runs on' {
        foreach ($type in [OnsDlq.Messages.DeadLetter], (Get-Command Connect-OnsDlq).ImplementingType) {
            [Runtime.Versioning.TargetFrameworkAttribute] $made = [Reflection.CustomAttributeExtensions]::GetCustomAttribute($type.Assembly, [Runtime.Versioning.TargetFrameworkAttribute])
            $made.FrameworkName | Should -Be '.NETCoreApp,Version=v8.0'
        }
    }

    It 'has views for what its commands emit' {
        foreach ($type in 'Listing.DeadLetter', 'Resend.ResendResult', 'Journal.ResendAttempt', 'Summary.DeadLetterSummary') {
            Get-FormatData "OnsDlq.$type" | Should -Not -BeNullOrEmpty
        }
    }

    It 'can be removed and imported again' {
        Remove-Module OnsDlq
        Get-Command Get-OnsDlqMessage -ErrorAction Ignore -Module OnsDlq | Should -BeNullOrEmpty
        Import-Module $Module -Global
        Get-OnsDlqConnection | Should -BeNullOrEmpty
    }
}

Describe 'Help' {
    It 'has a synopsis and examples for <_>' -ForEach $exported {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeLike "*$_ *"
        $help.Examples.Example | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter of <_>' -ForEach $exported {
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        $name = $_
        foreach ($parameter in (Get-Command $name).Parameters.Keys | Where-Object { $_ -notin $common }) {
            (Get-Help $name -Parameter $parameter).Description.Text | Should -Not -BeNullOrEmpty -Because "$name -$parameter has help"
        }
    }

    It 'has the about topic <_>' -ForEach 'about_OnsDlq', 'about_OnsDlq_Errors' {
        Get-Help $_ | Out-String | Should -Match $_
    }

    It 'leads from about_OnsDlq to <_>' -ForEach $exported {
        Get-Help about_OnsDlq | Out-String | Should -Match "(?s)SEE ALSO.*\n\s+$_\r?\n"
    }
}

Describe 'This suite' {
    It 'has a file for <_>' -ForEach $exported {
        Join-Path $PSScriptRoot "$_.Tests.ps1" | Should -Exist -Because 'each command has a Pester file of its own, named after it'
    }
}
