<#
.SYNOPSIS
Gives the tests of a file a home of their own, and a sandbox with the seed that the file's parameter $Seed names. Each file dot-sources it
after its parameters.
#>
BeforeAll {
    . (Join-Path $PSScriptRoot Sandbox.ps1)
    Enter-TestHome $Module
    if ($Seed) { $sandbox = Start-OnsDlqSandbox -Seed $Seed }
}

AfterAll {
    Exit-TestHome
}
