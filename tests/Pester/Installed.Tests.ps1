param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))

# The module as users get it: published to a repository, installed from it, and used together with modules that contain the same assemblies.
BeforeAll {
    . (Join-Path $PSScriptRoot Sandbox.ps1)
    Enter-TestHome $Module
    $manifest = Import-PowerShellDataFile (Join-Path $Module 'OnsDlq.psd1')
    $repository = Join-Path $TestDrive repository
    $null = New-Item $repository -ItemType Directory
    Register-PSResourceRepository -Name OnsDlqPester -Uri $repository -Trusted
    Publish-PSResource -Path $Module -Repository OnsDlqPester

    # Creates a module of assemblies that are loaded when it is imported.
    function New-OtherModule([string] $Name, [string[]] $Assembly) {
        $path = Join-Path (Split-Path $Assembly[0]) "$Name.psd1"
        New-ModuleManifest $path -RequiredAssemblies $Assembly
        $path
    }

    # A script in a separate session: a resend to a sandbox, with the journal, which only then loads SQLite.
    $resend = '
        $sandbox = Start-OnsDlqSandbox
        try { Get-OnsDlqMessage GID_orders -First 2 | Invoke-OnsDlqResend -Confirm:$false | ForEach-Object { "$($_.Status)" } }
        finally { Stop-OnsDlqSandbox }'
}

AfterAll {
    Unregister-PSResourceRepository -Name OnsDlqPester -ErrorAction Ignore
    Exit-TestHome
}

Describe 'The module in a repository' {
    It 'is found with what it says of itself' {
        $found = Find-PSResource OnsDlq -Repository OnsDlqPester
        $found.Version | Should -Be $manifest.ModuleVersion
        $found.Description | Should -Be $manifest.Description
        $found.Tags | Should -Contain RocketMQ
    }

    It 'is installed whole, and works by its name beside a module that brings another SQLite' {
        Install-PSResource OnsDlq -Repository OnsDlqPester -Scope CurrentUser -TrustRepository
        $installed = Get-InstalledPSResource OnsDlq
        $installed.InstalledLocation | Should -BeLike "$TestDrive*"
        $folder = Join-Path $installed.InstalledLocation OnsDlq $manifest.ModuleVersion
        $staged = Get-ChildItem $Module -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath((Convert-Path $Module), $_.FullName) }
        $staged | Where-Object { -not (Test-Path (Join-Path $folder $_)) } | Should -BeNullOrEmpty

        # Assemblies with the names of those that the journal needs, of another version and without any useful type.
        $other = (New-Item (Join-Path $TestDrive other) -ItemType Directory).FullName
        $made = foreach ($name in 'Microsoft.Data.Sqlite', 'SQLitePCLRaw.core', 'SQLitePCLRaw.batteries_v2') {
            $path = Join-Path $other "$name.dll"
            $builder = [Reflection.Emit.PersistedAssemblyBuilder]::new([Reflection.AssemblyName] "$name, Version=1.2.3.4", [object].Assembly, $null)
            $null = $builder.DefineDynamicModule($name).DefineType('Other', 'Public').CreateType()
            $builder.Save($path)
            $path
        }
        $foreign = New-OtherModule Other $made
        $versions = '[AppDomain]::CurrentDomain.GetAssemblies().GetName() | Where-Object Name -EQ Microsoft.Data.Sqlite | ForEach-Object { "$($_.Version)" }'
        $run = Invoke-Pwsh -Import $foreign ([scriptblock]::Create("Import-Module OnsDlq; (Get-Module OnsDlq).ModuleBase; $resend; $versions"))
        $run.Output[0..2] | Should -Be $folder, Accepted, Accepted
        $run.Output.Count | Should -Be 5
        $run.Output[3, 4] | Should -Contain '1.2.3.4'
    }
}

Describe 'A module that brings the same SQLite' {
    It 'works before and after the journal was used, and so does the journal' {
        # In PowerShell's own load context, as with other modules.
        $folder = (New-Item (Join-Path $TestDrive same) -ItemType Directory).FullName
        Copy-Item (Join-Path $Module journal sqlite *) $folder -Recurse -Exclude 'OnsDlq*'
        $native = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier -replace '^(?!win|osx|linux)[^-]+', 'linux'
        Copy-Item (Join-Path $folder runtimes $native native *) $folder
        $names = 'SQLitePCLRaw.core', 'SQLitePCLRaw.provider.e_sqlite3', 'SQLitePCLRaw.batteries_v2', 'Microsoft.Data.Sqlite'
        $same = New-OtherModule Same @($names | ForEach-Object { Join-Path $folder "$_.dll" })
        $query = '
            $connection = [Microsoft.Data.Sqlite.SqliteConnection]::new("Data Source=:memory:")
            $connection.Open()
            $command = $connection.CreateCommand()
            $command.CommandText = "select 6 * 7"
            $command.ExecuteScalar()'
        $run = Invoke-Pwsh ([scriptblock]::Create("Import-Module '$same'; $query; $resend; $query"))
        $run.Output | Should -Be 42, Accepted, Accepted, 42
    }
}
