param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))
. (Join-Path $PSScriptRoot TestHome.ps1)

Describe 'Connect-OnsDlq' {
    AfterEach {
        Disconnect-OnsDlq
    }

    It 'emits nothing, and with -PassThru the connection' {
        Connect-OnsDlq cn-hangzhou -Credential $key | Should -BeNullOrEmpty
        $connection = Connect-OnsDlq cn-hangzhou MQ_INST_1 -Credential $key -PassThru
        $connection.RegionId | Should -Be cn-hangzhou
        $connection.InstanceId | Should -Be MQ_INST_1
        $connection.Endpoint | Should -Be 'https://ons.cn-hangzhou.aliyuncs.com/'
    }

    It 'calls the address inside a VPC with -Vpc' {
        (Connect-OnsDlq cn-hangzhou -Credential $key -Vpc -PassThru).Endpoint.Host | Should -BeLike '*vpc*'
    }

    It 'makes nothing on disk before a journal is needed' {
        $null = Connect-OnsDlq cn-hangzhou -Credential $key -Journal (Join-Path $TestDrive 'later.db') -PassThru
        Join-Path $TestDrive 'later.db' | Should -Not -Exist
    }

    It 'takes a relative -Journal from where the session is' {
        $folder = New-Item (Join-Path $TestDrive 'here') -ItemType Directory
        Push-Location $folder
        try { (Connect-OnsDlq cn-hangzhou -Credential $key -Journal team.db -PassThru).Journal | Should -Be (Join-Path $folder 'team.db') }
        finally { Pop-Location }
    }

    It 'makes a journal for the group of its folder with -SharedJournal, and says what keeps the group out' -Skip:$IsWindows {
        $folder = (New-Item (Join-Path $TestDrive team) -ItemType Directory).FullName
        $journal = Join-Path $folder journal.db
        Connect-OnsDlq cn-hangzhou MQ_INST_1 -Credential $key -Journal $journal -SharedJournal
        $block = @{ GroupId = 'GID_orders'; MsgId = '0BC16699165C03B925DB8A404E2D0001'; Reason = 'by hand'; WarningAction = 'SilentlyContinue' }

        chmod 755 $folder
        $wrong = { Block-OnsDlqMessage @block } | Should -Throw -ErrorId 'JournalNotShared,*' -PassThru
        $wrong.CategoryInfo.Category, $wrong.TargetObject | Should -Be PermissionDenied, $journal
        "$wrong" | Should -BeLike "*chmod 2770 '$folder'"
        $wrong.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $journal | Should -Not -Exist

        chmod 2770 $folder
        Block-OnsDlqMessage @block
        [int] (Get-Item $journal).UnixFileMode | Should -Be 0x1B0 -Because 'that is 660'
    }

    It 'shows no secret, whatever is shown' {
        $connection = Connect-OnsDlq cn-hangzhou -Credential $key -PassThru -Verbose 4>&1 | Out-String
        $connection += Get-OnsDlqConnection | Format-List * | Out-String
        $connection += Get-OnsDlqConnection | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
        $connection | Should -Match cn-hangzhou
        $connection | Should -Not -Match hush
    }

    It 'refuses <What>, and the earlier connection stays' -ForEach @(
        @{ What = 'a region that cannot be one'; With = @{ RegionId = 'in the east' }; Id = 'UnknownRegion' }
        @{ What = 'an endpoint that would travel readable'; With = @{ RegionId = 'cn-hangzhou'; Endpoint = 'http://ons.example.com' }; Id = 'InsecureEndpoint' }
        @{ What = 'an endpoint that is no address'; With = @{ RegionId = 'cn-hangzhou'; Endpoint = 'https://' }; Id = 'InvalidEndpoint' }
        @{ What = 'a journal with a password in its address'; With = @{ RegionId = 'cn-hangzhou'; Journal = 'postgresql://ops:hush@db/onsdlq' }; Id = 'InvalidJournal' }
        @{ What = 'a journal that lies in no folder'; With = @{ RegionId = 'cn-hangzhou'; Journal = 'Env:/journal.db' }; Id = 'InvalidJournal' }
    ) {
        Connect-OnsDlq cn-beijing -Credential $key
        { Connect-OnsDlq @With -Credential $key } | Should -Throw -ErrorId "$Id,OnsDlq.Commands.ConnectOnsDlqCommand" -PassThru | ForEach-Object {
            $_.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            "$_" | Should -Not -Match hush
        }
        (Get-OnsDlqConnection).RegionId | Should -Be cn-beijing
    }

    It 'joins no rehearsal that does not run, and lets nobody choose what the rehearsal has chosen' {
        Connect-OnsDlq cn-beijing -Credential $key
        { Connect-OnsDlq -Sandbox 1 } | Should -Throw -ErrorId 'RehearsalEnded,OnsDlq.Commands.ConnectOnsDlqCommand'
        { Connect-OnsDlq -Sandbox 1 -Journal ./journal.db } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        (Get-OnsDlqConnection).RegionId | Should -Be cn-beijing
    }

    It 'warns of a region that it does not know, and says which was probably meant' {
        Connect-OnsDlq cn-hangzhuo -Credential $key -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 1
        "$warnings" | Should -Match 'cn-hangzhou'
    }

    It 'says where keys may come from when there are none' {
        { Connect-OnsDlq cn-hangzhou } | Should -Throw -ErrorId 'NoCredentials,OnsDlq.Commands.ConnectOnsDlqCommand'
    }

    It 'completes regions' {
        (TabExpansion2 'Connect-OnsDlq cn-hangz').CompletionMatches.CompletionText | Should -Contain cn-hangzhou
    }
}

Describe 'A profile of the aliyun command line' {
    BeforeAll {
        # TestDrive deletes the folder after this block. A process determines its home folder once, so this one would look elsewhere.
        $folder = Join-Path $env:HOME '.aliyun'
        $folder | Should -BeLike "$TestDrive*"
        $null = [IO.Directory]::CreateDirectory($folder)
        $ops = @{ name = 'ops'; mode = 'AK'; access_key_id = 'LTAI5tOpsOpsOpsOpsOpsOps'; access_key_secret = 'hush'; region_id = 'cn-shanghai' }
        @{ current = 'ops'; profiles = @($ops) } | ConvertTo-Json -Depth 4 | Set-Content (Join-Path $folder 'config.json')
    }

    It 'is used when it is named, and when nothing else is given; it is completed, and refused where there is none such' {
        $run = Invoke-Pwsh {
            (Connect-OnsDlq -ProfileName ops -PassThru).RegionId
            (Connect-OnsDlq -PassThru).CredentialSource -match 'ops'
            (TabExpansion2 'Connect-OnsDlq -ProfileName o').CompletionMatches.CompletionText
            try { Connect-OnsDlq -ProfileName nobody } catch { $_.FullyQualifiedErrorId }
        }
        $run.Output | Should -Be cn-shanghai, True, ops, 'ProfileNotFound,OnsDlq.Commands.ConnectOnsDlqCommand'
    }
}

Describe 'A connection to a service' {
    BeforeAll {
        $sandbox = Start-OnsDlqSandbox -Seed none
        $sandboxKey = Get-SandboxKey $sandbox
    }

    It 'takes the place of the current one, and its own journal remembers' {
        $null = Add-DeadLetter 3 GID_connect
        Connect-Sandbox (Join-Path $TestDrive 'own.db')
        (Get-OnsDlqMessage GID_connect | Invoke-QuietResend).Status | Should -Be (@('Accepted') * 3)
        Disconnect-OnsDlq
        Connect-Sandbox (Join-Path $TestDrive 'own.db')
        (Get-OnsDlqMessage GID_connect | Invoke-QuietResend).Reason | Should -Be (@('AlreadyResent') * 3)
        Get-DeliveryCount GID_connect | Should -Be '1*3'
    }

    It 'is used where a command names it with -Connection, whatever the current one is' {
        $null = Add-DeadLetter 2 GID_named
        $team = Connect-OnsDlq $sandbox.RegionId -Endpoint $sandbox.Endpoint -Credential $sandboxKey -Journal (Join-Path $TestDrive 'team.db') -PassThru
        Connect-OnsDlq cn-beijing -Credential $key
        (Get-OnsDlqMessage GID_named -Connection $team | Invoke-QuietResend -Connection $team).Status | Should -Be Accepted, Accepted
        Get-DeliveryCount GID_named | Should -Be '1*2'
        (Get-OnsDlqResend -Connection $team).Count | Should -Be 2
    }

    It 'with a wrong secret ends a command with what is wrong' {
        $wrong = [pscredential]::new($sandbox.AccessKeyId, (ConvertTo-SecureString 'wrong' -AsPlainText -Force))
        Connect-OnsDlq $sandbox.RegionId -Endpoint $sandbox.Endpoint -Credential $wrong
        { Get-OnsDlqMessage GID_connect -InstanceId MQ_INST_1234567890123456_PESTER01 } | Should -Throw -ErrorId 'SignatureRejected,*'
    }
}
