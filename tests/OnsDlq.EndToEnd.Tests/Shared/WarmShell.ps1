<#
.SYNOPSIS
What makes a shell serve one test after another: each finds an environment of its own, and leaves nothing of itself behind.
#>
$global:WarmShell = @{ Environment = [Environment]::GetEnvironmentVariables(); Location = $PWD.Path }

# Gives a test the variables that it names, as JSON.
function global:Enter-Test([string] $Environment) {
    (ConvertFrom-Json $Environment -AsHashtable).GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
}

# Ends what a test has left open, and puts back what it has changed.
function global:Exit-Test {
    Stop-OnsDlqSandbox -ErrorAction Ignore
    Disconnect-OnsDlq
    Get-Variable -Scope Global | Where-Object Name -NotIn $global:WarmShell.Variables | Remove-Variable -Scope Global -Force -ErrorAction Ignore
    $before = $global:WarmShell.Environment
    @([Environment]::GetEnvironmentVariables().Keys) | Where-Object { -not $before.Contains($_) } |
        ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }
    $before.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
    Set-Location -LiteralPath $global:WarmShell.Location
    $global:Error.Clear()
}

$global:WarmShell.Variables = @((Get-Variable -Scope Global).Name)
