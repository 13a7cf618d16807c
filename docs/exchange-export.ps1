#Requires -Version 5.1
<#
.SYNOPSIS
  Exports statistics of mailboxes and of the mobile devices that synchronise them, for a source of the type
  exchange-exports of EMM Lens.

.DESCRIPTION
  Run it as a scheduled task, once a day or every few hours.

  On an Exchange server, in the Exchange Management Shell, as an account with the role View-Only Recipients:

    powershell.exe -NonInteractive -Command ". 'C:\Program Files\Microsoft\Exchange Server\V15\bin\RemoteExchange.ps1';
      Connect-ExchangeServer -auto; & 'C:\Scripts\exchange-export.ps1' -Folder 'D:\Exports'"

  For Exchange Online, where the module ExchangeOnlineManagement is, with the certificate of an app registration:

    pwsh -NonInteractive -File exchange-export.ps1 -Folder /exports -Online -AppId <id> -Organization contoso.onmicrosoft.com
      -CertificateThumbprint <thumbprint>

  It writes mailboxes.jsonl and mail-devices.jsonl, an object a line and an end mark as the last one, under a hidden name
  first. What it could not read of a mailbox is reported, and the export has no end mark then: nothing is taken for gone.
  Values are written in the invariant culture. Passwords for recovery, phone numbers and IMEIs are not exported.
#>
[CmdletBinding()]
param(
    # An existing directory, which nothing else is written to.
    [Parameter(Mandatory = $true)] [string] $Folder,
    # Exchange Online in place of the servers of the Exchange Management Shell.
    [switch] $Online,
    [string] $AppId,
    [string] $Organization,
    [string] $CertificateThumbprint
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$invariant = [System.Globalization.CultureInfo]::InvariantCulture
# Sizes of Exchange know no other way.
[System.Threading.Thread]::CurrentThread.CurrentCulture = $invariant

# Of each device, and nothing else of it.
$deviceProperties = @(
    'Guid', 'DeviceID', 'DeviceType', 'DeviceModel', 'DeviceFriendlyName', 'DeviceOS', 'ClientType',
    'DeviceActiveSyncVersion', 'FirstSyncTime', 'LastSuccessSync', 'LastSyncAttemptTime', 'NumberOfFoldersSynced',
    'Status', 'DeviceAccessState', 'DeviceAccessStateReason', 'DevicePolicyApplied', 'DevicePolicyApplicationStatus'
)
$statisticsProperties = @(
    'ItemCount', 'TotalItemSize', 'DeletedItemCount', 'TotalDeletedItemSize', 'StorageLimitStatus', 'LastLogonTime',
    'IsArchiveMailbox', 'Database', 'DatabaseName', 'DisconnectDate'
)

function ConvertTo-Text($Value) {
    if ($null -eq $Value) { return '' }
    if ($Value -is [datetime]) { return $Value.ToUniversalTime().ToString('o', $invariant) }
    if ($Value -is [System.IFormattable] -and $Value -isnot [enum]) { return $Value.ToString($null, $invariant) }
    return $Value.ToString()
}

# Properties differ between versions: one that is not there is empty.
function Get-Text($Object, [string] $Name) {
    if ($null -eq $Object) { return '' }
    $property = $Object.PSObject.Properties[$Name]
    if ($null -eq $property) { return '' }
    return ConvertTo-Text $property.Value
}

function Add-Properties($Record, $Object, [string[]] $Names) {
    foreach ($name in $Names) { $Record[$name] = Get-Text $Object $name }
}

function New-Record($Mailbox) {
    $record = [ordered]@{ MailboxGuid = Get-Text $Mailbox 'ExchangeGuid' }
    # In Exchange Online it is another object than the one of the company's own directory.
    if (-not $Online) { $record['ObjectGuid'] = Get-Text $Mailbox 'Guid' }
    Add-Properties $record $Mailbox @('ExternalDirectoryObjectId', 'UserPrincipalName', 'PrimarySmtpAddress')
    return $record
}

function Get-AllMailboxes {
    if ($Online) {
        Get-EXOMailbox -ResultSize Unlimited -Properties @(
            'ExchangeGuid', 'ExternalDirectoryObjectId', 'UserPrincipalName', 'PrimarySmtpAddress', 'DisplayName',
            'RecipientTypeDetails', 'ArchiveGuid', 'IssueWarningQuota', 'ProhibitSendQuota', 'ProhibitSendReceiveQuota',
            'UseDatabaseQuotaDefaults', 'WhenMailboxCreated'
        )
    } else {
        Get-Mailbox -ResultSize Unlimited
    }
}

# Three times: a server may be restarting.
function Invoke-Again([scriptblock] $Work) {
    for ($try = 1; ; $try++) {
        try { return & $Work } catch { if ($try -ge 3) { throw } }
        Start-Sleep -Seconds (5 * $try)
    }
}

function Get-MailboxRecord($Mailbox) {
    $id = Get-Text $Mailbox 'ExchangeGuid'
    $statistics = Invoke-Again {
        if ($Online) { Get-EXOMailboxStatistics -Identity $id -PropertySets All } else { Get-MailboxStatistics -Identity $id }
    }
    $record = New-Record $Mailbox
    Add-Properties $record $Mailbox @('DisplayName', 'RecipientTypeDetails', 'WhenMailboxCreated')
    $archive = Get-Text $Mailbox 'ArchiveGuid'
    $record['HasArchive'] = ($archive -ne '' -and $archive -ne [guid]::Empty.ToString()).ToString()
    # One that nobody has signed in to yet has no statistics.
    Add-Properties $record $statistics $statisticsProperties
    $ofDatabase = -not $Online -and (Get-Text $Mailbox 'UseDatabaseQuotaDefaults') -eq 'True'
    foreach ($quota in @('IssueWarningQuota', 'ProhibitSendQuota', 'ProhibitSendReceiveQuota')) {
        $record[$quota] = if ($ofDatabase) { Get-Text $statistics "Database$quota" } else { Get-Text $Mailbox $quota }
    }
    return $record
}

function Get-DeviceRecords($Mailbox) {
    $id = Get-Text $Mailbox 'ExchangeGuid'
    $devices = Invoke-Again {
        if ($Online) { Get-EXOMobileDeviceStatistics -Mailbox $id } else { Get-MobileDeviceStatistics -Mailbox $id }
    }
    foreach ($device in @($devices)) {
        if ($null -eq $device) { continue }
        $record = New-Record $Mailbox
        Add-Properties $record $device $deviceProperties
        $record
    }
}

function Write-Export([string] $Name, $Mailboxes, [scriptblock] $RecordsOf) {
    $begun = [datetime]::UtcNow.ToString('o', $invariant)
    $hidden = Join-Path $Folder ".$Name.partial"
    $rows = 0
    $failed = 0
    $writer = New-Object System.IO.StreamWriter($hidden, $false, (New-Object System.Text.UTF8Encoding($false)))
    try {
        foreach ($mailbox in $Mailboxes) {
            try {
                foreach ($record in @(& $RecordsOf $mailbox)) {
                    $writer.WriteLine((ConvertTo-Json -InputObject $record -Compress))
                    $rows++
                }
            } catch {
                $failed++
                # Without the message: it names the mailbox.
                Write-Warning "A mailbox could not be read: $($_.CategoryInfo.Reason)"
            }
        }
        if ($failed -eq 0) {
            $mark = [ordered]@{ end = $true; rows = $rows; writtenAt = $begun }
            $writer.WriteLine((ConvertTo-Json -InputObject $mark -Compress))
        } else {
            Write-Warning "$failed mailboxes could not be read: $Name.jsonl has no end mark."
        }
    } finally {
        $writer.Dispose()
    }
    Move-Item -LiteralPath $hidden -Destination (Join-Path $Folder "$Name.jsonl") -Force
}

if ($Online -and $AppId) {
    Connect-ExchangeOnline -AppId $AppId -Organization $Organization -CertificateThumbprint $CertificateThumbprint -ShowBanner:$false
}
if (-not $Online) { Set-ADServerSettings -ViewEntireForest $true }
try {
    $mailboxes = @(Get-AllMailboxes)
    Write-Export 'mailboxes' $mailboxes { param($Mailbox) Get-MailboxRecord $Mailbox }
    Write-Export 'mail-devices' $mailboxes { param($Mailbox) Get-DeviceRecords $Mailbox }
} finally {
    if ($Online -and $AppId) { Disconnect-ExchangeOnline -Confirm:$false }
}
