<#
.SYNOPSIS
Runs the Pester suite against a staged module, in a process of its own. Ends with exit code 1 when anything fails.
#>
[CmdletBinding()]
param(
    # The folder of the staged module. The suite imports it from other current folders, so a relative path is made absolute.
    [Parameter(Mandatory)]
    [string] $Module,

    # Pester's manifest or name.
    [string] $Pester = 'Pester',

    # The file for the results as JSON, a row for each test and for each file and block that failed as a whole; none by default.
    [string] $ResultPath,

    # Which part of the files is run: 2/3 is the second of three parts.
    [ValidatePattern('^\d+/\d+$')]
    [string] $Part = '1/1'
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester -MinimumVersion 6.0
$Module = Convert-Path -LiteralPath $Module
$configuration = New-PesterConfiguration
$number, $parts = [int[]] ($Part -split '/')
$files = @(Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1 | Sort-Object Name)
$files = @(0..($files.Count - 1) | Where-Object { $_ % $parts -eq $number - 1 } | ForEach-Object { $files[$_].FullName })
$configuration.Run.Container = New-PesterContainer -Path $files -Data @{ Module = $Module }
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration

if ($ResultPath) {
    # A file that cannot be read and a block whose set-up fails have no tests that could report it.
    $rows = @(
        $run.Tests | ForEach-Object {
            @{ File = Split-Path -Leaf $_.ScriptBlock.File; Name = $_.ExpandedPath; Result = "$($_.Result)"; Error = "$($_.ErrorRecord -join "`n")"; Seconds = $_.Duration.TotalSeconds }
        }
        $run.FailedContainers | ForEach-Object { @{ File = Split-Path -Leaf "$($_.Item)"; Name = '(the file)'; Result = 'Failed'; Error = "$($_.ErrorRecord -join "`n")"; Seconds = 0 } }
        $run.FailedBlocks | ForEach-Object { @{ File = Split-Path -Leaf $_.ScriptBlock.File; Name = "$($_.ExpandedPath) (the block)"; Result = 'Failed'; Error = "$($_.ErrorRecord -join "`n")"; Seconds = 0 } }
    )
    ConvertTo-Json $rows | Set-Content -LiteralPath $ResultPath
}

if ($run.Result -ne 'Passed' -or $run.PassedCount -eq 0) { exit 1 }
exit 0
