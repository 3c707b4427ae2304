param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))
. (Join-Path $PSScriptRoot TestHome.ps1)

BeforeDiscovery {
    $exported = (Import-PowerShellDataFile (Join-Path $Module 'OnsDlq.psd1')).CmdletsToExport
}

BeforeAll {
    $manifest = Import-PowerShellDataFile (Join-Path $Module 'OnsDlq.psd1')
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
        $types = (Get-Command -Module OnsDlq).OutputType.Name -like 'OnsDlq.*' | Sort-Object -Unique
        $types | Should -Not -BeNullOrEmpty
        foreach ($type in $types) { Get-FormatData $type | Should -Not -BeNullOrEmpty -Because "$type is emitted" }
    }

    It 'can be removed and imported again' {
        Remove-Module OnsDlq
        Get-Command Get-OnsDlqMessage -ErrorAction Ignore -Module OnsDlq | Should -BeNullOrEmpty
        Import-Module $Module -Global
        Get-OnsDlqConnection | Should -BeNullOrEmpty
    }
}

Describe 'Help' {
    BeforeAll {
        $common = [Management.Automation.Cmdlet]::CommonParameters
    }

    It 'has a synopsis, a description and examples for <_>' -ForEach $exported {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeLike "*$_ *"
        $help.Description.Text | Should -Not -BeNullOrEmpty
        $help.Examples.Example | Should -Not -BeNullOrEmpty
        $shown = Get-Help $_ -Examples | Out-String
        $help.Examples.Example | ForEach-Object { $shown | Should -Match ([regex]::Escape(($_.Code -split '\r?\n')[0])) }
    }

    It 'has a line of syntax for each parameter set of <_>, as the engine has it' -ForEach $exported {
        $sets = (Get-Command $_).ParameterSets
        $told = @(@((Get-Help $_).Syntax.SyntaxItem) | ForEach-Object { (@($_.Parameter) -ne $null | ForEach-Object { "$($_.Name):$($_.Required):$($_.Position)" } | Sort-Object) -join ' ' })
        $real = @($sets | ForEach-Object {
                ($_.Parameters | Where-Object Name -NotIn $common | ForEach-Object {
                    "$($_.Name):$("$($_.IsMandatory)".ToLowerInvariant()):$(if ($_.Position -lt 0) { 'named' } else { $_.Position })" } | Sort-Object) -join ' ' })
        ($told | Sort-Object) | Should -Be ($real | Sort-Object)
        (Get-Help $_ | Out-String -Width 1000) -split '\r?\n' -match "^\s+$_ .*\[<CommonParameters>\]" | Should -HaveCount $sets.Count
    }

    It 'tells of every parameter of <_> what the engine knows' -ForEach $exported {
        $command = Get-Command $_
        $own = @($command.Parameters.Values | Where-Object Name -NotIn $common)
        $all = @(Get-Help $_ -Parameter * -ErrorAction Ignore)
        ($all.Name | Sort-Object) | Should -Be ($own.Name | Sort-Object)
        foreach ($parameter in $own) {
            $told = $all | Where-Object Name -EQ $parameter.Name
            $because = "$($command.Name) -$($parameter.Name)"
            $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
            $sets = $parameter.ParameterSets.Values
            $told.Description.Text | Should -Not -BeNullOrEmpty -Because $because
            $told.Type.Name | Should -Be $type.Name -Because $because
            $told.Required | Should -Be "$($true -in $sets.IsMandatory)".ToLowerInvariant() -Because $because
            $told.Aliases | Should -Be (($parameter.Aliases -join ', ') ? ($parameter.Aliases -join ', ') : $null) -Because $because
            $told.PipelineInput -match 'ByValue' | Should -Be ($true -in $sets.ValueFromPipeline) -Because $because
            $told.PipelineInput -match 'ByPropertyName' | Should -Be ($true -in $sets.ValueFromPipelineByPropertyName) -Because $because
        }
    }

    It 'shows the default and what is accepted' {
        $help = Get-Help Invoke-OnsDlqResend -Parameter MaxRounds | Out-String
        $help | Should -Match 'Default value\s+3'
        $help | Should -Match 'Accepted values: 1 to 1000\.'
        Get-Help Start-OnsDlqSandbox | Out-String -Width 400 | Should -Match '\[-ResendAnswer \{note \| sample\}\]'
    }

    It 'shows every parameter and every example of <_> with -Full' -ForEach $exported {
        $full = Get-Help $_ -Full | Out-String -Width 400
        @((Get-Help $_ -Parameter * -ErrorAction Ignore).Name) -ne $null | ForEach-Object { $full | Should -Match "(?m)^\s+-$_\b" }
        (Get-Help $_).Examples.Example.Title | ForEach-Object { $full | Should -Match ([regex]::Escape($_)) }
    }

    It 'names what else to read about <_>, and does not offer -Online, which leads nowhere' -ForEach $exported {
        $shown = Get-Help $_ | Out-String -Width 400
        $shown | Should -Match '(?m)^\s+See also: \S'
        $shown | Should -Not -Match '-Online'
    }

    It 'has the about topic <_>' -ForEach 'about_OnsDlq', 'about_OnsDlq_Automation', 'about_OnsDlq_Errors' {
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
