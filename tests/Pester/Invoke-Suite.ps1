<#
.SYNOPSIS
Runs the Pester suite against a staged module, in a process of its own. Ends with exit code 1 when anything fails.
#>
[CmdletBinding()]
param(
    # The folder of the staged module. The suite imports it from wherever it then stands, so a relative path is made a full one.
    [Parameter(Mandatory)]
    [string] $Module,

    # Pester's manifest or name.
    [string] $Pester = 'Pester',

    # Where the results go as JSON, a row for each test and for each file and block that failed as a whole; nowhere by default.
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester -MinimumVersion 6.0
$Module = Convert-Path -LiteralPath $Module
$configuration = New-PesterConfiguration
$configuration.Run.Container = New-PesterContainer -Path (Join-Path $PSScriptRoot '*.Tests.ps1') -Data @{ Module = $Module }
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration

if ($ResultPath) {
    # A file that cannot be read and a block whose set-up fails have no tests that could say so.
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
