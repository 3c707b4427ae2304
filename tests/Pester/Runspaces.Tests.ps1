param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'none')
. (Join-Path $PSScriptRoot TestHome.ps1)

# The commands in several runspaces and processes at the same time.
BeforeAll {
    $Module = Convert-Path $Module

    # Runs a script in a separate runspace, with the module imported, and returns its output.
    function Invoke-InRunspace([scriptblock] $Script, [object[]] $Arguments = @()) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddCommand('Import-Module').AddParameter('Name', $Module).AddStatement().AddScript("$Script")
            $Arguments | ForEach-Object { $null = $shell.AddArgument($_) }
            $shell.Invoke()
            if ($shell.Streams.Error.Count) { throw $shell.Streams.Error[0] }
        }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
    }
}

Describe 'Other runspaces of the process' {
    It 'rehearse, too: <What>' -ForEach @(
        @{ What = 'ForEach-Object -Parallel'; GroupId = 'GID_parallel'; Resend = {
                $args[0] | ForEach-Object -Parallel { Import-Module $using:Module; $_ | Invoke-OnsDlqResend -Confirm:$false } -ThrottleLimit 3 } }
        @{ What = 'Start-ThreadJob'; GroupId = 'GID_threads'; Resend = {
                $letters = $args[0]
                $jobs = 0..2 | ForEach-Object {
                    Start-ThreadJob -ArgumentList $Module, $letters[($_ * 2)..($_ * 2 + 1)] { param($module, $some) Import-Module $module; $some | Invoke-OnsDlqResend -Confirm:$false }
                }
                $jobs | Receive-Job -Wait -AutoRemoveJob } }
    ) {
        $null = Add-DeadLetter 6 $GroupId
        $results = & $Resend (Get-OnsDlqMessage $GroupId)
        $results.Status | Should -Be (@('Accepted') * 6)
        Get-DeliveryCount $GroupId | Should -Be '1*6'
        @(Get-OnsDlqResend $GroupId).Count | Should -Be 6
    }

    It 'that all send the same send it once' {
        $null = Add-DeadLetter 5 GID_race
        $letters = Get-OnsDlqMessage GID_race
        $results = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:Module
            $using:letters | Invoke-OnsDlqResend -Confirm:$false -RequestsPerSecond 1000
        } -ThrottleLimit 3
        @($results | Where-Object Status -EQ Accepted).Count | Should -Be 5
        @($results | Where-Object Status -EQ Skipped).Count | Should -Be 10
        Get-DeliveryCount GID_race | Should -Be '1*5'
    }

    It 'may have a connection of their own, which the first does not see' {
        $ports = Invoke-InRunspace {
            $own = Start-OnsDlqSandbox -Seed demo
            try {
                $null = Get-OnsDlqMessage GID_orders -First 3 | Invoke-OnsDlqResend -Confirm:$false
                $own.Endpoint.Port
                @((Invoke-RestMethod "$($own.Control)/ledger" -NoProxy).deliveries).Count
            }
            finally { Stop-OnsDlqSandbox }
        }
        $ports[0] | Should -Not -Be $sandbox.Endpoint.Port
        $ports[1] | Should -Be 3
        (Get-OnsDlqConnection).Endpoint | Should -Be $sandbox.Endpoint
        Get-DeliveryCount GID_orders | Should -BeNullOrEmpty
    }

    It 'take nothing away by Disconnect-OnsDlq' {
        Invoke-InRunspace { (Get-OnsDlqConnection).Endpoint.Port; Disconnect-OnsDlq } | Should -Be $sandbox.Endpoint.Port
        (Get-OnsDlqConnection).Endpoint | Should -Be $sandbox.Endpoint
        @(Get-OnsDlqGroup).Count | Should -BeGreaterThan 0
    }

    It 'are asked which connection is meant where there are two' {
        $key = Get-SandboxKey $sandbox
        $other = [runspacefactory]::CreateRunspace()
        $other.Open()
        $shell = [powershell]::Create($other)
        try {
            $null = $shell.AddCommand('Import-Module').AddParameter('Name', $Module).AddStatement().
                AddCommand('Connect-OnsDlq').AddParameter('RegionId', 'cn-shanghai').AddParameter('Credential', $key).Invoke()
            $asked = Invoke-InRunspace { try { Get-OnsDlqGroup } catch { $_.FullyQualifiedErrorId } }
            $asked | Should -Be 'ConnectionAmbiguous,OnsDlq.Commands.GetOnsDlqGroupCommand'
            (Invoke-InRunspace { (Get-OnsDlqGroup -Connection $args[0]).Count } (Get-OnsDlqConnection)) | Should -BeGreaterThan 0
        }
        finally {
            $shell.Dispose()
            $other.Dispose()
        }
        Invoke-InRunspace { (Get-OnsDlqConnection).Endpoint.Port } | Should -Be $sandbox.Endpoint.Port
    }
}

Describe 'A job in a process of its own' {
    It 'is refused during a rehearsal, works once it has connected by itself, and gives back results that are still of use' {
        $null = Add-DeadLetter 2 GID_job
        $key = Get-SandboxKey $sandbox
        $journal = Join-Path $TestDrive job.db
        $refused, $results = Start-Job {
            Import-Module $using:Module
            try { Get-OnsDlqMessage GID_job } catch { $_.FullyQualifiedErrorId }
            Connect-OnsDlq ($using:sandbox).RegionId -Endpoint ($using:sandbox).Endpoint -Credential $using:key -Journal $using:journal
            Get-OnsDlqMessage GID_job | Invoke-OnsDlqResend -Confirm:$false -WarningAction SilentlyContinue
        } | Receive-Job -Wait -AutoRemoveJob
        $refused | Should -Be 'RehearsalElsewhere,OnsDlq.Commands.GetOnsDlqMessageCommand'
        $results | ForEach-Object { "$($_.Status)" } | Should -Be Accepted, Accepted

        Connect-Sandbox $journal
        ($results | Invoke-QuietResend).Reason | Should -Be AlreadyResent, AlreadyResent
        Get-DeliveryCount GID_job | Should -Be '1*2'
    }
}
