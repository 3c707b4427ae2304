<#
.SYNOPSIS
Builds, tests, packages and installs OnsDlq.

.DESCRIPTION
Runs in any pwsh; "dotnet tool restore" and then "dotnet pwsh build.ps1" work on a machine that has none.

.PARAMETER Task
Build    stages the importable module in out/OnsDlq; builds what is in it, and no test
Test     builds everything and runs every test, the Pester suite among them
Pester   runs the Pester suite alone, in this pwsh, against the staged module
Bench    runs the benchmarks named by -Benchmark
Package  makes out/OnsDlq.VERSION.nupkg, which Publish-PSResource -NupkgPath publishes as it is
Install  puts the module into the current user's module folder

.PARAMETER Configuration
Release or Debug.

.PARAMETER Benchmark
The benchmark to run: resend, list, import, memory or archive.

.PARAMETER ModulePath
The module folder to install into; by default the current user's.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Bench', 'Package', 'Install')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [ValidateSet('resend', 'list', 'import', 'memory', 'archive')]
    [string] $Benchmark = 'resend',

    [string] $ModulePath
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

$root = $PSScriptRoot
$out = [IO.Path]::Combine($root, 'out')
$staged = [IO.Path]::Combine($out, 'OnsDlq')
$version = [regex]::Match([IO.File]::ReadAllText([IO.Path]::Combine($root, 'OnsDlq.psd1')), "ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value

# Runs a native command and stops at the first exit code that is not 0.
function Invoke-Native([string] $Command, [string[]] $Arguments) {
    & $Command @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "'$Command $Arguments' ended with exit code $LASTEXITCODE."
    }
}

function Remove-Staged {
    if ([IO.Directory]::Exists($staged)) { [IO.Directory]::Delete($staged, $true) }
}

# The analyzers check the code when the whole solution is built and tested; here they would only take time.
function Build {
    "Building OnsDlq $version ($Configuration): the module and what it contains, no tests"
    Remove-Staged
    $project = [IO.Path]::Combine($root, 'src', 'OnsDlq', 'OnsDlq.csproj')
    # Not "dotnet build", which adds a summary to the quietest output.
    Invoke-Native dotnet @('msbuild', $project, '-restore', '-nologo', '-v:q', "-p:Configuration=$Configuration", '-p:RunAnalyzers=false')
    "Staged it in $staged"
}

# The package that a restore of the tests brings, so that nobody has to install Pester.
function Test-Pester {
    Invoke-Native dotnet @('restore', [IO.Path]::Combine($root, 'tests', 'OnsDlq.TestKit'), '-v', 'q')
    $version = [regex]::Match([IO.File]::ReadAllText([IO.Path]::Combine($root, 'Directory.Packages.props')), '<PesterVersion>([^<]+)<').Groups[1].Value
    $packages = (& dotnet nuget locals global-packages --list) -replace '^global-packages: '
    $pester = [IO.Path]::Combine("$packages".Trim(), 'pester', $version, 'tools', 'Pester.psd1')
    & ([IO.Path]::Combine($root, 'tests', 'Pester', 'Invoke-Suite.ps1')) -Module $staged -Pester $pester
    if ($LASTEXITCODE -ne 0) { throw 'The Pester suite failed.' }
}

function New-Package {
    $pack = [IO.Path]::Combine($root, 'src', 'OnsDlq', 'Packaging', 'New-GalleryPackage.ps1')
    & $pack -Module $staged -Destination $out | ForEach-Object { "Packed $_ ($($_.Length.ToString('N0', [cultureinfo]::InvariantCulture)) bytes)" }
}

function Copy-Tree([string] $From, [string] $To) {
    $null = [IO.Directory]::CreateDirectory($To)
    foreach ($file in [IO.Directory]::GetFiles($From, '*', 'AllDirectories')) {
        $target = [IO.Path]::Combine($To, [IO.Path]::GetRelativePath($From, $file))
        $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($target))
        [IO.File]::Copy($file, $target, $true)
    }
}

function Install {
    # The folders of a new user do not exist yet.
    $folder = if ($ModulePath) { $ModulePath }
    elseif ([OperatingSystem]::IsWindows()) { [IO.Path]::Combine([Environment]::GetFolderPath('MyDocuments', 'DoNotVerify'), 'PowerShell', 'Modules') }
    else { [IO.Path]::Combine([Environment]::GetFolderPath('LocalApplicationData', 'DoNotVerify'), 'powershell', 'Modules') }

    # Copied beside its place and then moved into it, so that a half-copied module is never found; what was there is whole until then.
    $target = [IO.Path]::Combine($folder, 'OnsDlq', $version)
    $incoming = [IO.Path]::Combine($folder, 'OnsDlq', ".$version.incoming")
    $outgoing = [IO.Path]::Combine($folder, 'OnsDlq', ".$version.outgoing")
    # What an earlier installation has moved away and, killed at that moment, has put nothing in the place of.
    if ([IO.Directory]::Exists($outgoing) -and -not [IO.Directory]::Exists($target)) { [IO.Directory]::Move($outgoing, $target) }
    foreach ($rest in $incoming, $outgoing) { if ([IO.Directory]::Exists($rest)) { [IO.Directory]::Delete($rest, $true) } }
    Copy-Tree $staged $incoming
    if ([IO.Directory]::Exists($target)) {
        try { [IO.Directory]::Move($target, $outgoing) }
        catch { throw "$target cannot be replaced; close the sessions that use it. $($_.Exception.InnerException.Message)" }
    }
    try { [IO.Directory]::Move($incoming, $target) }
    catch {
        $why = $_.Exception.InnerException.Message
        if ([IO.Directory]::Exists($outgoing)) { [IO.Directory]::Move($outgoing, $target) }
        throw "The module cannot be put into ${target}; what was there is there again. $why"
    }
    if ([IO.Directory]::Exists($outgoing)) { [IO.Directory]::Delete($outgoing, $true) }
    "Installed OnsDlq $version in $target"
}

try {
    switch ($Task) {
        'Build' { Build }
        'Test' {
            Remove-Staged
            Invoke-Native dotnet @('test', [IO.Path]::Combine($root, 'OnsDlq.sln'), '-c', $Configuration, '-nologo')
        }
        'Pester' {
            Build
            Test-Pester
        }
        'Bench' {
            Invoke-Native dotnet @('run', '-c', 'Release', '--project', [IO.Path]::Combine($root, 'tests', 'OnsDlq.Benchmarks'), '--', $Benchmark)
        }
        'Package' { Build; New-Package }
        'Install' { Build; Install }
    }
}
catch {
    [Console]::Error.WriteLine("build.ps1: $_")
    exit 1
}
exit 0
