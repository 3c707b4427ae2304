<#
.SYNOPSIS
Runs the Pester suite against a staged module, in a process of its own. Ends with exit code 1 when anything fails.
#>
[CmdletBinding()]
param(
    # The folder of the staged module. The suite imports it from wherever it then stands, so a relative path is made a full one.
    [Parameter(Mandatory)]
    [string] $Module
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0
$Module = Convert-Path -LiteralPath $Module
$container = New-PesterContainer -Path (Join-Path $PSScriptRoot '*.Tests.ps1') -Data @{ Module = $Module }
$configuration = New-PesterConfiguration
$configuration.Run.Container = $container
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration
if ($run.Result -ne 'Passed' -or $run.PassedCount -eq 0) { exit 1 }
exit 0
