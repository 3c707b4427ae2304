<#
.SYNOPSIS
Runs the PowerShell blocks of README in the demo, statement by statement and in their order, as somebody types them who reads it at the prompt.

.DESCRIPTION
Emits a line of JSON for each statement: its text, why it is not run, or the objects that it emitted and the errors that it wrote. It has to be
dot-sourced in a folder of its own.
#>
param([Parameter(Mandatory)] [string] $Readme)

# What cannot be typed in the demo, by its command. Each has a test of its own, or needs what a demo does not have.
$notHere = @{
    'Connect-OnsDlq'                = 'needs an account'
    'aliyun'                        = 'needs an account'
    'Register-PSResourceRepository' = 'installs; Installed.Tests does that'
    'Publish-PSResource'            = 'installs; Installed.Tests does that'
    'Install-PSResource'            = 'installs; Installed.Tests does that'
    'New-ScheduledTaskAction'       = 'needs Windows'
    'Register-ScheduledTask'        = 'needs Windows'
}

# Whoever types them answers the prompts with Yes to All.
$PSDefaultParameterValues = @{ '*-OnsDlq*:Confirm' = $false }
$InformationPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'

# Tells of one statement, or of a whole block.
function Write-Told([string] $Text, [string] $NotRun, [int] $Emitted, [string[]] $Errors) {
    [ordered]@{ Block = $number; Text = $Text; NotRun = $NotRun; Emitted = $Emitted; Errors = @($Errors) } | ConvertTo-Json -Compress
}

$number = 0
foreach ($block in [regex]::Matches([IO.File]::ReadAllText($Readme), '(?ms)^```powershell\r?\n(.*?)^```')) {
    $number++
    $parsed = [Management.Automation.Language.Parser]::ParseInput($block.Groups[1].Value, [ref] $null, [ref] $null)
    if ($parsed.ParamBlock) {
        $name = $parsed.Extent.Text.Contains('Bookmark') ? 'alert.ps1' : 'resend.ps1'
        Write-Told $name 'a script; ReadmeScriptTests runs it' 0 @()
        continue
    }

    foreach ($statement in $parsed.EndBlock.Statements) {
        $commands = @($statement.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | ForEach-Object { $_.GetCommandName() })
        if ($why = $commands | ForEach-Object { $notHere[$_] } | Select-Object -First 1) {
            Write-Told $statement.Extent.Text $why 0 @()
            continue
        }

        # The demo runs already, except where README starts and stops it.
        if ('Start-OnsDlqSandbox' -in $commands) { Stop-OnsDlqSandbox }
        $Error.Clear()
        $emitted = @()
        try { $emitted = @(. ([scriptblock]::Create($statement.Extent.Text)) 2> $null) } catch { $null = $_ }
        Write-Told $statement.Extent.Text '' $emitted.Count @($Error | ForEach-Object { $_.FullyQualifiedErrorId })
        if ('Stop-OnsDlqSandbox' -in $commands) { $null = Start-OnsDlqSandbox }
    }
}
