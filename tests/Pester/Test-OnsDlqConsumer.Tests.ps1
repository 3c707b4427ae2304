param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'), [string] $Seed = 'demo')
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Test-OnsDlqConsumer' {
    BeforeAll {
        $instance = 'MQ_INST_1234567890123456_DEMO0001'
        function Set-Consumer([string] $GroupId, [string] $Consumer, [string] $InstanceId = $instance) {
            $null = Send-Control consumers @{ instanceId = $InstanceId; groupId = $GroupId; consumer = $Consumer }
        }
    }

    It 'finds a group ready that is online, with the topics of its dead letters' {
        $health = Test-OnsDlqConsumer GID_orders
        $health.Verdict | Should -Be Ready
        $health.Online | Should -BeTrue
        $health.Reason | Should -BeNullOrEmpty
        $health.DeadLetterTopic | Should -Be (Get-OnsDlqMessage GID_orders | ForEach-Object Topic | Sort-Object -Unique)
        $health.UnsubscribedTopic | Should -BeNullOrEmpty
        Test-OnsDlqConsumer GID_orders -Quiet | Should -BeTrue
    }

    It 'says that a group is offline, and of which fact it knows' {
        Set-Consumer GID_payments offline
        try {
            $health = Test-OnsDlqConsumer GID_payments
            $health.Verdict | Should -Be NotReady
            $health.Reason | Should -Be Offline
            $health.Fact | Should -BeLike '*Online is False*'
            Test-OnsDlqConsumer GID_payments -Quiet | Should -BeFalse
            ($health | Out-String -Width 120) | Should -Match 'GID_payments +NotReady'
        }
        finally {
            Set-Consumer GID_payments succeed
        }
    }

    It 'compares the topics of piped dead letters with the subscriptions' {
        $null = Send-Control clients @{ instanceId = $instance; groupId = 'GID_orders'; subscriptions = @{ orders = '*' } }
        $health = Get-OnsDlqMessage GID_orders | Test-OnsDlqConsumer
        $health.Count | Should -Be 1
        $health.Reason | Should -Contain TopicNotSubscribed
        $health.UnsubscribedTopic | Should -Not -BeNullOrEmpty
        $health.UnsubscribedTopic | Should -Not -Contain orders
    }

    It 'takes wildcards and groups' {
        (Test-OnsDlqConsumer GID_* -InstanceId $instance).GroupId | Should -Contain GID_labels
        (Get-OnsDlqGroup GID_orders | Test-OnsDlqConsumer).GroupId | Should -Be GID_orders
    }

    It 'says of a group that is not there, and goes on' {
        $health = Test-OnsDlqConsumer GID_nowhere, GID_payments -ErrorAction SilentlyContinue -ErrorVariable trouble
        $health.GroupId | Should -Be GID_payments
        $trouble.Count | Should -Be 1
        $trouble.TargetObject | Should -Be GID_nowhere
    }

    It 'survives <What>' -ForEach @(
        @{ What = 'JSON'; Way = { $args[0] | ConvertTo-Json -Depth 3 | ConvertFrom-Json } }
        @{ What = 'Clixml'; Way = { $args[0] | Export-Clixml (Join-Path $TestDrive h.xml); Import-Clixml (Join-Path $TestDrive h.xml) } }
        @{ What = 'CSV'; Way = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        $health = Test-OnsDlqConsumer GID_payments
        $back = & $Way $health
        $back.Verdict | Should -Be $health.Verdict
        "$($back.Online)" | Should -Be "$($health.Online)"
        "$($back.GroupId)" | Should -Be GID_payments
    }

    Context 'a resend' {
        BeforeEach {
            $name = "GID_look_$(++$script:looks)"
            $there = @{ GroupId = $name; InstanceId = 'MQ_INST_1234567890123456_PESTER01' }
            $ids = Add-DeadLetter 3 $name
            Set-Consumer $name offline $there.InstanceId
        }

        It 'warns once where the group is offline, and sends all the same' {
            $results = $ids | Invoke-OnsDlqResend @there -Confirm:$false -WarningVariable said -WarningAction SilentlyContinue
            $results.Status | Should -Be Accepted, Accepted, Accepted
            @($said -like "*No consumer of group $name is online*").Count | Should -Be 1
        }

        It 'says nothing with -IgnoreConsumer' {
            ($ids | Invoke-OnsDlqResend @there -Confirm:$false -IgnoreConsumer -WarningVariable said).Status | Should -Be Accepted, Accepted, Accepted
            $said | Should -BeNullOrEmpty
        }
    }
}
