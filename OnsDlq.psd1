@{
    RootModule           = 'bin/OnsDlq.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6f2c0d2e-2f0b-4a0f-9a55-5d2f7b1f2a64'
    Author               = 'The OnsDlq authors'
    CompanyName          = 'The OnsDlq authors'
    Copyright            = '(c) 2026 The OnsDlq authors. MIT licence.'
    Description          = 'Inspect the dead-letter queues of Alibaba Cloud ApsaraMQ for RocketMQ 4.x and resend dead letters exactly as often as you mean to.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('OnsDlq.Types.ps1xml')
    FormatsToProcess     = @('OnsDlq.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Backup-OnsDlqJournal'
        'Block-OnsDlqMessage'
        'Clear-OnsDlqJournal'
        'Connect-OnsDlq'
        'Disconnect-OnsDlq'
        'Export-OnsDlqReport'
        'Get-OnsDlqBlock'
        'Get-OnsDlqConnection'
        'Get-OnsDlqGroup'
        'Get-OnsDlqInstance'
        'Get-OnsDlqJournal'
        'Get-OnsDlqMessage'
        'Get-OnsDlqPolicy'
        'Get-OnsDlqResend'
        'Get-OnsDlqRun'
        'Invoke-OnsDlqResend'
        'Measure-OnsDlqMessage'
        'Move-OnsDlqJournal'
        'Repair-OnsDlqJournal'
        'Resolve-OnsDlqResend'
        'Save-OnsDlqMessage'
        'Start-OnsDlqSandbox'
        'Stop-OnsDlqSandbox'
        'Test-OnsDlqConsumer'
        'Unblock-OnsDlqMessage'
        'Wait-OnsDlqResend'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('AlibabaCloud', 'Aliyun', 'ApsaraMQ', 'RocketMQ', 'ONS', 'DeadLetterQueue', 'DLQ', 'Redrive', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://spdx.org/licenses/MIT.html'
            Prerelease = ''
        }
    }
}
