<#
.SYNOPSIS
Compares the results of a resend with the deliveries that the sandbox counted.

.DESCRIPTION
Emits a row for each message, and as the last object the verdict: the totals of both, and a text for each disagreement. An Unknown message may
have been delivered once or not at all; an Accepted one exactly once, and any other not at all.

.PARAMETER Result
The results of one Invoke-OnsDlqResend.

.PARAMETER Ledger
The sandbox's ledger, from its control API.
#>
function Compare-Delivery {
    [CmdletBinding()]
    param([AllowEmptyCollection()] [object[]] $Result, [object] $Ledger)

    $delivered = @{}
    foreach ($delivery in $Ledger.deliveries) { $delivered[$delivery.msgId] = $delivery.count }
    $trouble = [Collections.Generic.List[string]]::new()

    $told = @{}
    foreach ($group in $Result | Group-Object MsgId) {
        $told[$group.Name] = $true
        $count = [int] $delivered[$group.Name]
        $accepted = @($group.Group | Where-Object Status -EQ Accepted).Count
        $unknown = @($group.Group | Where-Object Status -EQ Unknown).Count
        $agrees = $count -le 1 -and $count -ge $accepted -and $count -le $accepted + $unknown
        $status = $group.Group.Status -join ', '
        if (-not $agrees) { $trouble.Add("$($group.Name) is $status, and was delivered $count times.") }
        $note = if (-not $agrees) { '<- cannot be' } elseif ($unknown) { '(or none)' }
        [pscustomobject]@{ MsgId = $group.Name; 'The module' = $status; 'The ledger' = "$count delivered $note".TrimEnd() }
    }

    foreach ($id in $delivered.Keys | Where-Object { $delivered[$_] -gt 0 -and -not $told[$_] }) {
        $trouble.Add("$id was delivered $($delivered[$id]) times, and the module never told of it.")
    }

    $calls = $Ledger.calls.OnsDLQMessageResendById
    $counted = [int] $calls.accepted + [int] $calls.refused
    $tries = [int] ($Result | Measure-Object Tries -Sum).Sum
    if ($tries -ne $counted) { $trouble.Add("The module made $tries calls, and the sandbox counted $counted.") }
    if (-not $Result) { $trouble.Add('Nothing was resent, so that nothing is proven.') }

    [pscustomobject]@{
        PSTypeName = 'Verdict'
        Counts     = ($Result | Group-Object Status | ForEach-Object { "$($_.Count) $($_.Name)" }) -join ', '
        Calls      = $tries
        Delivered  = [int] ($delivered.Values | Measure-Object -Sum).Sum
        Trouble    = $trouble.ToArray()
    }
}
