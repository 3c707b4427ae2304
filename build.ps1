<#
.SYNOPSIS
Builds, tests, packages and installs OnsDlq.

.DESCRIPTION
Runs in any pwsh; "dotnet tool restore" and then "dotnet pwsh build.ps1" work on a machine that has none.

.PARAMETER Task
Build    stages the importable module in out/OnsDlq
Test     runs every test, the Pester suite among them
Pester   runs the Pester suite alone, in this pwsh, against the staged module
Bench    runs the benchmarks named by -Benchmark
Package  zips the module as it is installed: out/OnsDlq.VERSION.zip
Install  puts the module into the current user's module folder

.PARAMETER Configuration
Release or Debug.

.PARAMETER Benchmark
The benchmark to run: resend, list, import or memory.

.PARAMETER ModulePath
The module folder to install into; by default the current user's.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Bench', 'Package', 'Install')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [ValidateSet('resend', 'list', 'import', 'memory')]
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

function Build {
    if ([IO.Directory]::Exists($staged)) { [IO.Directory]::Delete($staged, $true) }
    Invoke-Native dotnet @('build', [IO.Path]::Combine($root, 'OnsDlq.sln'), '-c', $Configuration, '-nologo', '-v', 'q')
    "Staged OnsDlq $version in $staged"
}

# The package that the build restores, so that nobody has to install Pester.
function Test-Pester {
    $version = [regex]::Match([IO.File]::ReadAllText([IO.Path]::Combine($root, 'Directory.Packages.props')), '<PesterVersion>([^<]+)<').Groups[1].Value
    $packages = (& dotnet nuget locals global-packages --list) -replace '^global-packages: '
    $pester = [IO.Path]::Combine("$packages".Trim(), 'pester', $version, 'tools', 'Pester.psd1')
    & ([IO.Path]::Combine($root, 'tests', 'Pester', 'Invoke-Suite.ps1')) -Module $staged -Pester $pester
    if ($LASTEXITCODE -ne 0) { throw 'The Pester suite failed.' }
}

function New-Package {
    $zip = [IO.Path]::Combine($out, "OnsDlq.$version.zip")
    $layout = [IO.Path]::Combine($out, 'package')
    if ([IO.Directory]::Exists($layout)) { [IO.Directory]::Delete($layout, $true) }
    if ([IO.File]::Exists($zip)) { [IO.File]::Delete($zip) }
    Copy-Tree $staged ([IO.Path]::Combine($layout, 'OnsDlq', $version))
    [IO.Compression.ZipFile]::CreateFromDirectory($layout, $zip)
    [IO.Directory]::Delete($layout, $true)
    "Packed $zip"
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
    $folder = if ($ModulePath) { $ModulePath }
    elseif ([OperatingSystem]::IsWindows()) { [IO.Path]::Combine([Environment]::GetFolderPath('MyDocuments'), 'PowerShell', 'Modules') }
    else { [IO.Path]::Combine([Environment]::GetFolderPath('LocalApplicationData'), 'powershell', 'Modules') }

    # Copied beside its place and then moved into it, so that a half-copied module is never found.
    $target = [IO.Path]::Combine($folder, 'OnsDlq', $version)
    $incoming = [IO.Path]::Combine($folder, 'OnsDlq', ".$version.incoming")
    if ([IO.Directory]::Exists($incoming)) { [IO.Directory]::Delete($incoming, $true) }
    Copy-Tree $staged $incoming
    if ([IO.Directory]::Exists($target)) { [IO.Directory]::Delete($target, $true) }
    [IO.Directory]::Move($incoming, $target)
    "Installed OnsDlq $version in $target"
}

try {
    switch ($Task) {
        'Build' { Build }
        'Test' {
            Build
            Invoke-Native dotnet @('test', [IO.Path]::Combine($root, 'OnsDlq.sln'), '-c', $Configuration, '--no-build', '-nologo')
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
