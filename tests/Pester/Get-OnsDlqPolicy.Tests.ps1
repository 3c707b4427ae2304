param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'demo')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Get-OnsDlqPolicy' {
    It 'writes text that a file keeps and that reads as a policy' {
        $file = Join-Path $TestDrive policy.json
        Get-OnsDlqPolicy -GroupId GID_orders -InstanceId MQ_INST_1234567890123456_DEMO0001 -Resend -Evidence > $file
        $policy = Get-Content $file -Raw | ConvertFrom-Json
        $policy.Version | Should -Be '1'
        $policy.Statement.Effect | Sort-Object -Unique | Should -Be Allow
        $policy.Statement[0].Action | Should -Be 'mq:QueryDLQMessage', 'mq:ResendDLQMessage'
        $policy.Statement[0].Resource | Should -Be 'acs:mq:*:*:MQ_INST_1234567890123456_DEMO0001%GID_orders', 'acs:mq:*:*:GID_orders'
    }

    It 'needs no connection' {
        (Invoke-Pwsh { Get-OnsDlqPolicy GID_x | ConvertFrom-Json | ForEach-Object Version }).Output | Should -Be '1'
    }

    It 'permits a key what was asked for, and what is refused names the command for the rest' {
        $group = Get-OnsDlqGroup GID_orders -InstanceId MQ_INST_1234567890123456_DEMO0001
        $policy = $group | Get-OnsDlqPolicy | ConvertFrom-Json
        $null = Send-Control keys @{ accessKeyId = 'LTAI_reader'; accessKeySecret = 'reader-secret'; policy = $policy }
        $key = [pscredential]::new('LTAI_reader', (ConvertTo-SecureString reader-secret -AsPlainText -Force))
        $reader = Connect-OnsDlq $sandbox.RegionId -InstanceId $group.InstanceId -Endpoint $sandbox.Endpoint -Credential $key -Journal (Join-Path $TestDrive reader.db) -PassThru
        try {
            $letter = Get-OnsDlqMessage GID_orders -First 1 -Connection $reader
            $letter.GroupId | Should -Be GID_orders

            $letter | Invoke-OnsDlqResend -Connection $reader -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $trouble.Count | Should -Be 1
            $trouble[0].FullyQualifiedErrorId | Should -BeLike 'PermissionDenied*'
            $trouble[0].ErrorDetails.RecommendedAction | Should -BeLike '*mq:ResendDLQMessage*'
            $advice = $trouble[0].ErrorDetails.RecommendedAction
            $advice | Should -BeLike "*Get-OnsDlqPolicy -GroupId GID_orders -InstanceId $($group.InstanceId) -Resend"

            # The command that is recommended gives what was missing.
            $better = & ([scriptblock]::Create($advice.Substring($advice.IndexOf('Get-OnsDlqPolicy')))) | ConvertFrom-Json
            $null = Send-Control keys @{ accessKeyId = 'LTAI_reader'; accessKeySecret = 'reader-secret'; policy = $better }
            ($letter | Invoke-OnsDlqResend -Connection $reader -Confirm:$false).Status | Should -Be Accepted
        }
        finally {
            Disconnect-OnsDlq
        }
    }

    It 'refuses a wildcard' {
        { Get-OnsDlqPolicy 'GID_*' } | Should -Throw -ErrorId 'InvalidGroupId,*'
    }

    It 'gives no policy for a pipeline without groups' {
        @() | Get-OnsDlqPolicy -Resend | Should -BeNullOrEmpty
    }
}
