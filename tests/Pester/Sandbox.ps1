<#
.SYNOPSIS
What the files of the suite share. TestHome.ps1 dot-sources it before the first test of each.

.DESCRIPTION
A file works with a home, a journal and an environment of its own in TestDrive and puts back what it found, so that no test sees the keys or
the journal of whoever runs it, and none leaves anything behind. Most work with one sandbox, in $sandbox.
#>

# The variables for a user's own files, access keys and proxies.
$script:Guarded = 'HOME', 'USERPROFILE', 'XDG_*', 'ONSDLQ_*', 'ALIBABA*', 'ALICLOUD*', 'ALIYUN*', '*_PROXY'

# Imports the module with a separate environment.
function Enter-TestHome([string] $Module) {
    $script:FoundEnvironment = Get-GuardedVariable
    $script:FoundEnvironment | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Name, $null) }
    $folder = Join-Path $TestDrive 'home'
    # If one of these is missing, some libraries write into the current folder instead.
    '.local/share', '.config', '.cache' | ForEach-Object { $null = [IO.Directory]::CreateDirectory((Join-Path $folder $_)) }
    $env:HOME = $env:USERPROFILE = $folder
    $env:ONSDLQ_JOURNAL = Join-Path $TestDrive 'journal.db'
    $env:ALIBABA_CLOUD_ECS_METADATA_DISABLED = 'true'
    Import-Module $Module -Force -Global
}

# Closes what a test may have left open, and restores the environment.
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

# An access key that no service knows.
$key = [pscredential]::new('LTAI5tPesterPesterPester', (ConvertTo-SecureString 'hush-hush' -AsPlainText -Force))

# The sandbox's access key. Its secret is not valid anywhere else, but is not shown either.
function Get-SandboxKey([object] $Sandbox) {
    $secret = $Sandbox.GetType().GetProperty('AccessKeySecret', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue($Sandbox)
    [pscredential]::new($Sandbox.AccessKeyId, (ConvertTo-SecureString $secret -AsPlainText -Force))
}

# Connects to the sandbox as to the real service, with a journal that is not deleted.
function Connect-Sandbox([string] $Journal) {
    Connect-OnsDlq $sandbox.RegionId -Endpoint $sandbox.Endpoint -Credential (Get-SandboxKey $sandbox) -Journal $Journal -WarningAction SilentlyContinue
}

$script:InstanceId = 'MQ_INST_1234567890123456_PESTER01'

# Adds dead letters to a group of the sandbox and returns their IDs. Further members for the control API can be given by name.
function Add-DeadLetter([int] $Count, [string] $GroupId, [hashtable] $With = @{}) {
    $batch = @{
        instanceId = $script:InstanceId; groupId = $GroupId; topic = 'orders'; count = $Count; consumer = 'succeed'
        from = [DateTimeOffset]::UtcNow.AddHours(-2).ToString('o'); to = [DateTimeOffset]::UtcNow.AddHours(-1).ToString('o')
    }
    foreach ($name in $With.Keys) { $batch[$name] = $With[$name] }
    (Send-Control messages $batch).msgIds
}

# Adds a fault to calls that resend.
function Add-Fault([hashtable[]] $Rule) {
    $null = Send-Control faults @($Rule | ForEach-Object { @{ action = 'OnsDLQMessageResendById' } + $_ })
}

function Clear-Fault {
    $null = Invoke-RestMethod "$($sandbox.Control)/faults" -Method Delete -NoProxy
}

# The deliveries of a group, as counted by the sandbox itself.
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

# Resends its pipeline input without a prompt, without errors on the screen, and as fast as the sandbox allows.
function Invoke-QuietResend {
    $input | Invoke-OnsDlqResend -Confirm:$false -RequestsPerSecond 1000 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue @args
}

# Runs a script in a separate pwsh with the module imported. The program of this process may be dotnet; then it is given pwsh.dll.
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
