<#
.SYNOPSIS
The part of the benchmark "command" that runs in pwsh: reads script lines from standard input, runs each, and answers with one line for each.
#>
param([string] $Manifest)

Import-Module $Manifest -ErrorAction Stop
$global:all = @{ RequestsPerSecond = 1000000; InstanceId = $env:ONSDLQ_BENCH_INSTANCE }
$global:send = @{ RequestsPerSecond = 1000000; Confirm = $false }

# Runs a step and says how long it took (ms), what it cost this process (ms of processor time, KiB of memory at the peak), and how many objects it gave.
function global:Measure-Step([scriptblock] $Step) {
    [GC]::Collect()
    [IO.File]::WriteAllText('/proc/self/clear_refs', '5')
    $process = [Diagnostics.Process]::GetCurrentProcess()
    $before = $process.TotalProcessorTime
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $count = & $Step
    $passed = $watch.Elapsed
    $process.Refresh()
    $peak = ([IO.File]::ReadAllLines('/proc/self/status') -match '^VmHWM')[0] -replace '\D'
    '::' + [string]::Join(' ', $passed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture),
        ($process.TotalProcessorTime - $before).TotalMilliseconds.ToString([cultureinfo]::InvariantCulture), $peak, $count)
}

'::ready'
while ($null -ne ($line = [Console]::In.ReadLine())) { & ([scriptblock]::Create($line)) }
