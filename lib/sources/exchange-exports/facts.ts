// What an operator must know before exports of Exchange's cmdlets can be read.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Exchange Server and Exchange Online: exports of statistics of mailboxes and mobile devices',
  reference: 'https://learn.microsoft.com/powershell/module/exchange/get-mobiledevicestatistics',
  connections: ['None: files, in directories that are local or mounted, read-only'],
  authentication: [
    'None. The script signs in to Exchange: on a server as the account of its scheduled task, to Exchange Online with a certificate',
  ],
  permissions: [
    ['Read the directories and the files in them', 'by the account of the collector; nothing is written there'],
    ['View-Only Recipients', 'the role in Exchange that the account of the script needs'],
  ],
  reading: [
    'The script in docs/exchange-export.ps1 writes both exports as a scheduled task, from Exchange Server and from Exchange Online: to a temporary name first, with an end mark as its last line.',
    'CSV (`Export-Csv`, with `#TYPE` or without, any delimiter) and JSON (`ConvertTo-Json`, or an object a line) are read, in UTF-8, UTF-16 or what `encoding` names. Which of both exports a file is says its columns, not its name.',
    'The newest export of each kind is read whole with each poll. It proves what is gone where its end mark counts as many different rows as it has, and while it is younger than `staleHours`; one without an end mark, or with a row twice or without its GUID, proves nothing gone, and an older one than the last is no newer state. An end mark that is more than an hour ahead of the clock is no measure: when the file was written is.',
    'Nothing else may be written to where `paths` lead: of two exports of a kind, such as one of Exchange Server and one of Exchange Online, the newer one is the whole state, and what it lacks is gone. Each has a folder and a source of its own.',
    'Enums are read as text, as numbers and as `{value, Value}`, sizes by the number in brackets, whatever the culture; without brackets `1,500 MB`, which may be 1.5, is refused and counted, as is a number with both signs or with a group of other than three digits. So is a time with a word beside it that is neither half of the day. A date that may be either of two (03/04/2026) is refused and counted unless `culture` says how it is written. A time that clocks showed twice is the earlier, and counted.',
    'A device is found by its ActiveSync id in any management system, whatever the case. Of one that none knows (Outlook for iOS and Android has an id of its own) no model, no name and no id is stored, but a keyed hash of the id, flagged `unmanaged`, and the id in clear where `unmanagedIds` names what for. Of devices that are known as personal or of unknown ownership nothing is stored unless `personalDevices: true`.',
    'An export by hand lacks whose mailbox it is: then rows belong to nobody. The script adds it.',
  ],
};
