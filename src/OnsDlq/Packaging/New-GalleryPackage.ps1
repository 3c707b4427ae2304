<#
.SYNOPSIS
Makes the package for a gallery from a staged module: the .nupkg that Publish-PSResource -NupkgPath publishes as it is.

.DESCRIPTION
The same files give the same bytes: everything in the package is sorted, and nothing in it depends on when, where and by whom it was made. Two
versions of pwsh may compress differently; the checksums of the files in it are the same then, too.

.OUTPUTS
The package and the file with its checksum.
#>
[CmdletBinding()]
[OutputType([IO.FileInfo])]
param(
    # The folder of the staged module.
    [Parameter(Mandatory)]
    [string] $Module,

    # The folder that the package is written to.
    [Parameter(Mandatory)]
    [string] $Destination
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = (Resolve-Path -LiteralPath ([IO.Path]::Combine($PSScriptRoot, '..', '..', '..'))).ProviderPath
$Module = (Resolve-Path -LiteralPath $Module).ProviderPath
$manifest = Import-PowerShellDataFile ([IO.Path]::Combine($Module, 'OnsDlq.psd1'))
$about = $manifest.PrivateData.PSData
$utf8 = [Text.UTF8Encoding]::new($false)

function Get-Sha256([byte[]] $Bytes) {
    [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($Bytes)).ToLowerInvariant()
}

function Get-XmlText([string] $Text) {
    [Security.SecurityElement]::Escape($Text)
}

# What the change log says of this version: everything between its heading and the next one.
function Get-ReleaseNote {
    $text = [IO.File]::ReadAllText([IO.Path]::Combine($root, 'CHANGELOG.md')).Replace("`r`n", "`n")
    $found = [regex]::Match($text, "(?ms)^## $([regex]::Escape($manifest.ModuleVersion))\b[^\n]*\n(.*?)(?=^## |\z)")
    if (-not $found.Success) { throw "CHANGELOG.md has no heading for version $($manifest.ModuleVersion)." }
    $found.Groups[1].Value.Trim()
}

# The names are the gallery's; what the manifest does not have is left out.
function Get-Nuspec {
    $members = [ordered]@{
        id = 'OnsDlq'; version = $manifest.ModuleVersion; authors = $manifest.Author; owners = $manifest.CompanyName
        requireLicenseAcceptance = 'false'; licenseUrl = $about['LicenseUri']; projectUrl = $about['ProjectUri']; iconUrl = $about['IconUri']
        icon = 'icon.png'; description = $manifest.Description; releaseNotes = $about['ReleaseNotes'] ?? (Get-ReleaseNote)
        copyright = $manifest.Copyright; tags = (@('PSModule') + $about.Tags + ($manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_" })) -join ' '
    }
    $lines = $members.GetEnumerator() | Where-Object Value | ForEach-Object { "    <$($_.Key)>$(Get-XmlText $_.Value)</$($_.Key)>" }
    @(
        '<?xml version="1.0" encoding="utf-8"?>'
        '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">', '  <metadata>'; $lines; '  </metadata>', '</package>', ''
    ) -join "`n"
}

# The parts that make a zip file a package: what kind each file is, which one describes it, and its properties.
function Get-PackagePart([string[]] $Name) {
    $properties = 'package/services/metadata/core-properties/{0}.psmdcp' -f (Get-Sha256 $utf8.GetBytes($Name -join "`n")).Substring(0, 32)
    $xml = "<?xml version=`"1.0`" encoding=`"utf-8`"?>`n"
    $schema = 'http://schemas.openxmlformats.org/package/2006'

    $kinds = @{ rels = 'application/vnd.openxmlformats-package.relationships+xml'; psmdcp = 'application/vnd.openxmlformats-package.core-properties+xml' }
    $ends = $Name | ForEach-Object { [IO.Path]::GetExtension($_).TrimStart('.') } | Where-Object { $_ }
    $types = @($kinds.Keys; $ends) | Sort-Object -Unique -Culture '' | ForEach-Object {
        '<Default Extension="{0}" ContentType="{1}" />' -f $_, ($kinds[$_] ?? 'application/octet')
    }
    $types += $Name | Where-Object { -not [IO.Path]::HasExtension($_) } | ForEach-Object {
        '<Override PartName="/{0}" ContentType="application/octet" />' -f (Get-XmlText $_)
    }

    $relations = @(
        @('R1', 'OnsDlq.nuspec', 'http://schemas.microsoft.com/packaging/2010/07/manifest'),
        @('R2', $properties, "$schema/relationships/metadata/core-properties")
    ) | ForEach-Object { '<Relationship Id="{0}" Target="/{1}" Type="{2}" />' -f $_[0], $_[1], $_[2] }

    $told = [ordered]@{ 'dc:creator' = $manifest.Author; 'dc:description' = $manifest.Description; 'dc:identifier' = 'OnsDlq'; version = $manifest.ModuleVersion }
    $members = $told.GetEnumerator() | ForEach-Object { '<{0}>{1}</{0}>' -f $_.Key, (Get-XmlText $_.Value) }

    @{
        '[Content_Types].xml' = $xml + "<Types xmlns=`"$schema/content-types`">" + (-join $types) + '</Types>'
        '_rels/.rels' = $xml + "<Relationships xmlns=`"$schema/relationships`">" + (-join $relations) + '</Relationships>'
        $properties = $xml + "<coreProperties xmlns=`"$schema/metadata/core-properties`" xmlns:dc=`"http://purl.org/dc/elements/1.1/`">" +
            (-join $members) + '</coreProperties>'
    }
}

if (-not $about['ProjectUri']) { Write-Warning 'The package names no address of the project: OnsDlq.psd1 has no PrivateData.PSData.ProjectUri.' }

$content = [Collections.Generic.SortedDictionary[string, byte[]]]::new([StringComparer]::Ordinal)
foreach ($file in [IO.Directory]::GetFiles($Module, '*', 'AllDirectories')) {
    $content[[IO.Path]::GetRelativePath($Module, $file).Replace('\', '/')] = [IO.File]::ReadAllBytes($file)
}
$content['CHANGELOG.md'] = [IO.File]::ReadAllBytes([IO.Path]::Combine($root, 'CHANGELOG.md'))
$content['icon.png'] = [IO.File]::ReadAllBytes([IO.Path]::Combine($PSScriptRoot, 'icon.png'))
# As sha256sum -c reads it.
$content['checksums.sha256'] = $utf8.GetBytes((-join ($content.Keys | ForEach-Object { "$(Get-Sha256 $content[$_])  $_`n" })))
$content['OnsDlq.nuspec'] = $utf8.GetBytes((Get-Nuspec))
foreach ($part in (Get-PackagePart @($content.Keys)).GetEnumerator()) { $content[$part.Key] = $utf8.GetBytes($part.Value) }

$null = [IO.Directory]::CreateDirectory($Destination)
$package = [IO.Path]::Combine((Resolve-Path -LiteralPath $Destination).ProviderPath, "OnsDlq.$($manifest.ModuleVersion).nupkg")
$stream = [IO.File]::Create($package)
$zip = [IO.Compression.ZipArchive]::new($stream, 'Create')
try {
    foreach ($name in $content.Keys) {
        $entry = $zip.CreateEntry($name, 'SmallestSize')
        # Any moment, as long as it is always the same; and a file that its owner may write and everybody may read.
        $entry.LastWriteTime = [DateTimeOffset]::new(2000, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
        $entry.ExternalAttributes = 0x81A40000
        $target = $entry.Open()
        $target.Write($content[$name])
        $target.Dispose()
    }
}
finally {
    $zip.Dispose()
    $stream.Dispose()
}

$checksum = "$package.sha256"
[IO.File]::WriteAllText($checksum, "$(Get-Sha256 ([IO.File]::ReadAllBytes($package)))  $([IO.Path]::GetFileName($package))`n")
[IO.FileInfo] $package
[IO.FileInfo] $checksum
