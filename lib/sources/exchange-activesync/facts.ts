// What an operator must know before logs of Exchange ActiveSync can be read.
import type { Facts } from '../contract.ts';

export const facts: Facts = {
  product: 'Exchange ActiveSync: IIS logs of Exchange 2010 to Subscription Edition',
  reference: 'https://learn.microsoft.com/exchange/clients/exchange-activesync/exchange-activesync',
  connections: [
    'Files: none, in directories that are local or mounted, read-only (SMB or a copy of the logs)',
    'Lines that a shipper pushes: HTTPS from it to this collector, docs/push.md',
  ],
  authentication: ['None. Exchange names people as they signed in: DOMAIN\\user, user@domain or a SID'],
  permissions: [
    ['Read the directories and the files in them', 'by the account of the collector; nothing is written there'],
    ['nETBIOSName of the domain, in the directory', 'DOMAIN\\user: a source of the type active-directory reads it'],
  ],
  reading: [
    'IIS Manager, Logging, on both sites of each Mailbox server: format W3C, encoding UTF-8, one log file per site, with date, time, cs-method, cs-uri-stem, cs-uri-query, cs-username, sc-status and time-taken among the fields. Which fields stand in which order is read from `#Fields`, wherever it changes.',
    'Since Exchange 2013 each request is logged twice: by the front end (`W3SVC1`, stem /Microsoft-Server-ActiveSync) and by the back end (`W3SVC2`, stem /Microsoft-Server-ActiveSync/Proxy, with `&Log=`). Name both directories: `paths: ["/logs/*/W3SVC1", "/logs/*/W3SVC2"]`. Activity is counted at the back end, requests that were refused (401 of a user, 403, 449, 451, 503) at the front end; nothing at both. Exchange 2010 has one hop, which is read as both.',
    'Queries in plain text and in base64 (protocol 12.1 to 16.1), and both spellings of the tokens behind `&Log=`: `Fc2` before Exchange 2016, `FldrC1:2` since.',
    'The result is the status of ActiveSync where one is logged, else the error that Exchange names, else the status of HTTP: 200 alone says nothing.',
    'What devices do by themselves (sync, ping, folder sync, provision, settings) is counted by the hour with first and last time; what people do (send, fetch, search, meeting response, move, resolve) by the day, without times, unless `hours: true`.',
    'A device is found by its ActiveSync id in any management system, whatever the case. Outlook for iOS and Android has an id of its own, which none knows: it is flagged `unmanaged`, with a keyed hash of the id, and with the id in clear where `unmanagedIds` names what for. Of devices that are known as personal or of unknown ownership nothing is stored unless `personalDevices: true`.',
    'A request is of who signed in (`cs-username`). The `User` of its query is what a device claims, and is not taken; nor is the name of a sign-in that was refused (401). Of `&Log=` the last counts, which Exchange appended; one that a client sends is none.',
    'The health probes of Exchange (HealthMailbox, AMProbe) are set aside and counted. HTTPERR and FTP logs in a folder beside have other columns, and are refused.',
    'Not read: the rest behind `&Log=` (it holds SIDs and mail addresses), cookies, referers, addresses and user agents of clients.',
    'A Ping is logged when it ends, up to an hour after it began.',
  ],
};
