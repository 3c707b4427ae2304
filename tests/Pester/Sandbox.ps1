<#
.SYNOPSIS
What the files of the suite share. Each dot-sources it in its first BeforeAll.

.DESCRIPTION
A file works with a home, a journal and an environment of its own in TestDrive and puts back what it found, so that no test sees the keys or
the journal of whoever runs it, and none leaves anything behind. Most work with one sandbox, in $sandbox.
#>

# The variables that say where a user's own files are, whose keys are used and which way requests go.
$script:Guarded = 'HOME', 'USERPROFILE', 'XDG_*', 'ONSDLQ_*', 'ALIBABA*', 'ALICLOUD*', 'ALIYUN*', '*_PROXY'

# Imports the module into an environment of its own.
function Enter-TestHome([string] $Module) {
    $script:FoundEnvironment = Get-GuardedVariable
    $script:FoundEnvironment | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Name, $null) }
    $folder = Join-Path $TestDrive 'home'
    # Where one of these is absent, some libraries write into the current folder instead.
    '.local/share', '.config', '.cache' | ForEach-Object { $null = [IO.Directory]::CreateDirectory((Join-Path $folder $_)) }
    $env:HOME = $env:USERPROFILE = $folder
    $env:ONSDLQ_JOURNAL = Join-Path $TestDrive 'journal.db'
    $env:ALIBABA_CLOUD_ECS_METADATA_DISABLED = 'true'
    Import-Module $Module -Force -Global
}

# Ends what a test may have left open, and puts the environment back.
function Exit-TestHome {
    Stop-OnsDlqSandbox -ErrorAction Ignore
    Disconnect-OnsDlq
    Get-GuardedVariable | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Name, $null) }
    $script:FoundEnvironment | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Name, $_.Value) }
}

function Get-GuardedVariable {
    foreach ($entry in [Environment]::GetEnvironmentVariables().GetEnumerator()) {
        if ($script:Guarded.Where({ $entry.Key -like $_ })) { [pscustomobject]@{ Name = $entry.Key; Value = $entry.Value } }
    }
}

# The sandbox's access key. Its secret is worth nothing elsewhere, and is still not shown.
function Get-SandboxKey([object] $Sandbox) {
    $secret = $Sandbox.GetType().GetProperty('AccessKeySecret', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue($Sandbox)
    [pscredential]::new($Sandbox.AccessKeyId, (ConvertTo-SecureString $secret -AsPlainText -Force))
}

# Connects to the sandbox as to a service, with a journal that is kept.
function Connect-Sandbox([string] $Journal) {
    Connect-OnsDlq $sandbox.RegionId -Endpoint $sandbox.Endpoint -Credential (Get-SandboxKey $sandbox) -Journal $Journal -WarningAction SilentlyContinue
}

$script:InstanceId = 'MQ_INST_1234567890123456_PESTER01'

# Puts dead letters into a group of the sandbox and gives their IDs. More members of the control address may be given by name.
function Add-DeadLetter([int] $Count, [string] $GroupId, [hashtable] $With = @{}) {
    $batch = @{
        instanceId = $script:InstanceId; groupId = $GroupId; topic = 'orders'; count = $Count; consumer = 'succeed'
        from = [DateTimeOffset]::UtcNow.AddHours(-2).ToString('o'); to = [DateTimeOffset]::UtcNow.AddHours(-1).ToString('o')
    }
    foreach ($name in $With.Keys) { $batch[$name] = $With[$name] }
    (Send-Control messages $batch).msgIds
}

# Makes trouble for calls that resend.
function Add-Fault([hashtable[]] $Rule) {
    $null = Send-Control faults @($Rule | ForEach-Object { @{ action = 'OnsDLQMessageResendById' } + $_ })
}

function Clear-Fault {
    $null = Invoke-RestMethod "$($sandbox.Control)/faults" -Method Delete -NoProxy
}

# What the sandbox counted for itself: the deliveries of a group.
function Get-Delivery([string] $GroupId) {
    (Invoke-RestMethod "$($sandbox.Control)/ledger?groupId=$GroupId" -NoProxy).deliveries
}

# How often each message of a group was delivered, as one text: 1*5 means five messages, each once.
function Get-DeliveryCount([string] $GroupId) {
    (Get-Delivery $GroupId | Group-Object count | Sort-Object Name | ForEach-Object { "$($_.Name)*$($_.Count)" }) -join ' '
}

function Send-Control([string] $Path, [object] $Body) {
    Invoke-RestMethod "$($sandbox.Control)/$Path" -Method Post -ContentType application/json -Body (ConvertTo-Json $Body -Depth 5) -NoProxy
}

# Resends what is piped without asking, without errors on the screen, and as fast as the sandbox lets it.
function Invoke-QuietResend {
    $input | Invoke-OnsDlqResend -Confirm:$false -RequestsPerSecond 1000 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue @args
}

# Runs a script in a pwsh of its own with the module imported. The program behind this process may be dotnet, which is given pwsh.dll then.
function Invoke-Pwsh([scriptblock] $Script, [string[]] $StandardInput = @(), [string] $Import = $Module) {
    $program = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    $command = (Test-Path $program) ? @($program) : @('dotnet', (Join-Path $PSHOME 'pwsh.dll'))
    $before = $env:NO_COLOR
    $env:NO_COLOR = '1'
    try {
        $text = "`$ErrorActionPreference = 'Stop'; Import-Module '$Import'; $Script"
        $output = $StandardInput | & $command[0] @($command | Select-Object -Skip 1) -NoProfile -NonInteractive -Command $text 2>&1
        [pscustomobject]@{ Output = @($output | ForEach-Object { "$_" }); ExitCode = $LASTEXITCODE }
    }
    finally {
        $env:NO_COLOR = $before
    }
}
