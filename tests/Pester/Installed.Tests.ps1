param([string] $Module = (Join-Path $PSScriptRoot '..' '..' 'out' 'OnsDlq'))

# The module as users get it: published to a repository, installed from it, and used together with modules that contain the same assemblies.
BeforeAll {
    . (Join-Path $PSScriptRoot Sandbox.ps1)
    Enter-TestHome $Module
    $manifest = Import-PowerShellDataFile (Join-Path $Module 'OnsDlq.psd1')
    $repository = Join-Path $TestDrive repository
    $null = New-Item $repository -ItemType Directory
    Register-PSResourceRepository -Name OnsDlqPester -Uri $repository -Trusted
    $pack = Join-Path $PSScriptRoot '..' '..' src OnsDlq Packaging New-GalleryPackage.ps1
    $package, $checksum = & $pack -Module $Module -Destination (Join-Path $TestDrive packed) -WarningAction SilentlyContinue -WarningVariable warned
    Publish-PSResource -NupkgPath $package -Repository OnsDlqPester

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

Describe 'The package' {
    It 'is published as the very file that was made' {
        $published = Get-ChildItem $repository -File
        $published.Name | Should -Be "OnsDlq.$($manifest.ModuleVersion).nupkg"
        (Get-FileHash $published).Hash | Should -Be (Get-FileHash $package).Hash
        Get-Content $checksum | Should -Be "$((Get-FileHash $package).Hash.ToLowerInvariant())  $($package.Name)"
    }

    It 'tells the gallery its licence, its icon and what changed, and warns where the project has no address' {
        $zip = [IO.Compression.ZipFile]::OpenRead($package)
        try {
            $reader = [IO.StreamReader]::new($zip.GetEntry('OnsDlq.nuspec').Open())
            $told = ([xml] $reader.ReadToEnd()).package.metadata
            $zip.GetEntry($told.icon).Length | Should -BeGreaterThan 0
        }
        finally { $zip.Dispose() }
        $data = $manifest.PrivateData.PSData
        $told.id, $told.version | Should -Be OnsDlq, $manifest.ModuleVersion
        $told.licenseUrl | Should -Be $data.LicenseUri
        $told.projectUrl | Should -Be $data['ProjectUri']
        $told.releaseNotes | Should -Match 'Connect-OnsDlq'
        $told.releaseNotes | Should -Not -Match '(?m)^## '
        @($warned).Count | Should -Be ($data['ProjectUri'] ? 0 : 1)
    }

    It 'is the same byte for byte wherever and whenever it is made of the same files' {
        $copy = Join-Path $TestDrive 'a copy' OnsDlq
        Copy-Item $Module $copy -Recurse
        Get-ChildItem $copy -Recurse -File | ForEach-Object { $_.LastWriteTime = [datetime] '2031-05-06' }
        $again, $null = & $pack -Module $copy -Destination (Join-Path $TestDrive 'packed again') -WarningAction SilentlyContinue
        (Get-FileHash $again).Hash | Should -Be (Get-FileHash $package).Hash
        Set-Content (Join-Path $copy LICENSE) 'another'
        $other, $null = & $pack -Module $copy -Destination (Join-Path $TestDrive 'packed differently') -WarningAction SilentlyContinue
        (Get-FileHash $other).Hash | Should -Not -Be (Get-FileHash $package).Hash
    }
}

Describe 'The module in a repository' {
    It 'is found with what it says of itself' {
        $found = Find-PSResource OnsDlq -Repository OnsDlqPester
        $found.Version | Should -Be $manifest.ModuleVersion
        $found.Description | Should -Be $manifest.Description
        $found.Author | Should -Be $manifest.Author
        $found.Tags | Should -Contain RocketMQ
        $found.LicenseUri | Should -Be $manifest.PrivateData.PSData.LicenseUri
        $found.Includes.Cmdlet | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'is installed whole, and works by its name beside a module that brings another SQLite' {
        Install-PSResource OnsDlq -Repository OnsDlqPester -Scope CurrentUser -TrustRepository
        $installed = Get-InstalledPSResource OnsDlq
        $installed.InstalledLocation | Should -BeLike "$TestDrive*"
        $folder = Join-Path $installed.InstalledLocation OnsDlq $manifest.ModuleVersion
        $staged = Get-ChildItem $Module -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath((Convert-Path $Module), $_.FullName) }
        $staged | Where-Object { -not (Test-Path (Join-Path $folder $_)) } | Should -BeNullOrEmpty
        'about_OnsDlq.help.txt', 'about_OnsDlq_Errors.help.txt' | ForEach-Object { Join-Path $folder en-US $_ | Should -Exist }
        'icon.png', 'CHANGELOG.md' | ForEach-Object { Join-Path $folder $_ | Should -Exist }

        $told = [ordered]@{}
        Get-Content (Join-Path $folder checksums.sha256) | ForEach-Object { $hash, $name = $_ -split '  ', 2; $told[$name] = $hash }
        $told.Keys | Where-Object { (Get-FileHash (Join-Path $folder $_)).Hash -ne $told[$_] } | Should -BeNullOrEmpty
        $staged | Where-Object { -not $told.Contains($_.Replace('\', '/')) } | Should -BeNullOrEmpty

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
