<#
.SYNOPSIS
Demonstrates one resend, from listing to proof, with a local sandbox and the commands that a person would type.

.DESCRIPTION
The exit code is 0 where the module and the sandbox's own ledger agree, 1 where they do not or the demonstration cannot go on, and 130 after
Ctrl+C.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Continue'
$watched = -not [Console]::IsOutputRedirected
. (Join-Path $PSScriptRoot Compare-Delivery.ps1)

# Writes a text, wrapped to the width of the screen, and pauses where somebody watches, so that it can be read.
function Say([string] $Text, [ConsoleColor] $Colour = 'Gray') {
    $width = [Math]::Min(100, [Math]::Max(20, $Host.UI.RawUI.BufferSize.Width)) - 1
    Write-Host ("`n" + ($Text -replace "(.{1,$width})(\s|$)", "`$1`n").TrimEnd()) -ForegroundColor $Colour
    if ($watched) { Start-Sleep -Milliseconds 700 }
}

# Shows a command as if it were typed.
function Show([scriptblock] $Command) {
    Write-Host "`nPS> $("$Command".Trim())" -ForegroundColor Cyan
    if ($watched) { Start-Sleep -Milliseconds 250 }
}

# Shows commands as if they were typed in a second window, and runs them in a process of their own, which joins the rehearsal.
function Invoke-Elsewhere([string] $Command) {
    $typed = "$($sandbox[0].SecondWindow); $Command"
    Write-Host "`nSecond window PS> $typed" -ForegroundColor Magenta
    $shell, $arguments = [Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-Command', $typed
    if ((Split-Path $shell -LeafBase) -eq 'dotnet') { $arguments = @([Environment]::GetCommandLineArgs()[0]) + $arguments }
    & $shell @arguments
}

# Injects faults into single calls, with the sandbox's control API.
function Add-Trouble([object[]] $Rule) {
    $json = ConvertTo-Json @($Rule | ForEach-Object { @{ action = 'OnsDLQMessageResendById'; times = 1 } + $_ })
    $null = Invoke-RestMethod "$($sandbox[0].Control)/faults" -Method Post -ContentType application/json -Body $json -NoProxy
}

# Texts are written; commands are shown and run in this scope, as at the prompt.
$story = @(
    'A sandbox plays the service and checks every signature. It starts with the queues of a shop after a bad day.'
    { Start-OnsDlqSandbox -OutVariable sandbox -ErrorAction Stop }
    'These messages were given up by their consumers. Each stays three days, then the service deletes it.'
    { Get-OnsDlqMessage GID_orders -OutVariable letters }
    '-WhatIf shows what would be sent, and sends nothing. Any filter may stand in between.'
    { $letters | Where-Object Tag -eq cancelled | Invoke-OnsDlqResend -WhatIf }
    'Now some trouble: the service will turn one request away as one too many, and lose one answer after it has carried out the request. ' +
    'Without -Confirm:$false, OnsDlq would ask before each message.'
    { Add-Trouble @{ msgId = $letters[14].MsgId; fault = 'throttle' }, @{ msgId = $letters[9].MsgId; fault = 'acceptThenDrop' } }
    { $since = [datetime]::Now }
    { $letters | Invoke-OnsDlqResend -Confirm:$false -OutVariable results }
    'The throttled message took two tries: a refusal proves that nothing was sent, so it was tried again. The lost answer proves nothing, so ' +
    'the message is Unknown and was not sent again by itself.'
    'And the same command again, by mistake or after a power cut? The journal remembers, and nothing is sent. -Override would lift what is ' +
    'named under Detail.'
    { $again = $letters | Invoke-OnsDlqResend -Confirm:$false }
    { $again[8..10] }
    'Nor does a second window send them again. It joins with the line under Second window, and then works with the same journal.'
    @{ Elsewhere = 'Get-OnsDlqMessage GID_orders -Topic inventory | Invoke-OnsDlqResend -Confirm:$false' }
    'A resent message stays in the queue. One that fails again is there once more after a while, under the same ID; here, ten seconds later:'
    { while (-not ($back = Get-OnsDlqMessage GID_orders -StartTime $since)) { Start-Sleep -Milliseconds 500 } }
    { $back }
    'Is all that true? The sandbox counted for itself what it delivered:'
)

# Told when the module and the ledger have agreed on the first round.
$afterwards = @(
    'What came back and what nobody knows still need a decision. The first is proven to have failed, so it is sent again, as round 2; the ' +
    'other is not.'
    { Get-OnsDlqMessage GID_orders -Pending }
    { Get-OnsDlqMessage GID_orders -Pending | Invoke-OnsDlqResend -Confirm:$false }
    'The consumer''s log shows that the lost one was consumed: that is recorded. What was done by hand is blocked, and no run sends it.'
    { Resolve-OnsDlqResend GID_orders $letters[9].MsgId -As Accepted -Reason 'found in the log of the consumer' -Confirm:$false }
    { Block-OnsDlqMessage GID_orders $back[0].MsgId -Reason 'booked by hand' -Confirm:$false }
    { Get-OnsDlqMessage GID_orders -Pending }
    'Nothing is left to decide.'
)

# Tells the texts, and shows and runs the commands.
$tell = {
    if ($step -is [string]) { Say $step }
    elseif ($step -is [hashtable]) { Invoke-Elsewhere $step.Elsewhere | Out-Default }
    else { Show $step; . $step | Out-Default }
}

$code = 130
try {
    Write-Host 'A rehearsal of OnsDlq. Nothing here leaves this machine.' -ForegroundColor White
    foreach ($step in $story) { . $tell }

    $compared = Compare-Delivery $results (Invoke-RestMethod "$($sandbox[0].Control)/ledger" -NoProxy)
    $compared | Select-Object -SkipLast 1 | Format-Table | Out-Default
    $verdict = $compared | Select-Object -Last 1
    Write-Host "The module: $($verdict.Counts), in $($verdict.Calls) calls. The ledger: $($verdict.Delivered) deliveries."
    foreach ($trouble in $verdict.Trouble) { Write-Host $trouble -ForegroundColor Red }
    $code = [int] ($verdict.Trouble.Count -gt 0)
    if ($code) { Say 'The module and the ledger disagree.' Red }
    else { Say 'Both agree: every Accepted message was delivered once, the Unknown one at most once, none twice.' Green }
    foreach ($step in $afterwards) { . $tell }
    Say 'The same by hand: start the shell without a word, or your own pwsh, and begin with Start-OnsDlqSandbox.'
}
catch {
    $code = 1
    Write-Host "The rehearsal cannot go on: $_" -ForegroundColor Red
}
finally {
    # Runs after Ctrl+C, too, when no code after this block would.
    Stop-OnsDlqSandbox -Confirm:$false -ErrorAction Ignore
    if ($code -eq 130) { [Environment]::Exit($code) }
}
exit $code
