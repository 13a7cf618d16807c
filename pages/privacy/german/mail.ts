// Fields of mailboxes, of their devices and of what is done with mail, in German: see fields.ts.
export const mail: Readonly<Record<string, string>> = {
  'Id of the mailbox in the mail system': 'Kennung des Postfachs im Mailsystem',
  'objectGUID of the account': 'objectGUID des Kontos',
  'Entra object id of the account': 'Objektkennung des Kontos in Entra ID',
  'User principal name (UPN) of the account': 'Benutzerprinzipalname (UPN) des Kontos',
  'Kind of mailbox as the mail system says it: a user, shared, a room':
    'Art des Postfachs nach Angabe des Mailsystems: Benutzer, freigegeben, Raum',
  'Size of what is in it': 'Größe des Inhalts',
  'Items in it': 'Anzahl der Elemente',
  'Deleted items that can be recovered': 'Anzahl gelöschter Elemente, die wiederhergestellt werden können',
  'Size of deleted items that can be recovered': 'Größe gelöschter Elemente, die wiederhergestellt werden können',
  'Size from which the person is warned; null where there is none':
    'Größe, ab der die Person gewarnt wird; leer, wo es keine gibt',
  'Size from which nothing can be sent; null where there is none':
    'Größe, ab der nicht mehr gesendet werden kann; leer, wo es keine gibt',
  'Size from which nothing is received; null where there is none':
    'Größe, ab der nicht mehr empfangen wird; leer, wo es keine gibt',
  'Against its quotas: BelowLimit, IssueWarning, ProhibitSend, MailboxDisabled':
    'Stand gegenüber den Kontingenten: BelowLimit, IssueWarning, ProhibitSend, MailboxDisabled',
  'Last logon of anybody, as the mail server counts it':
    'Letzte Anmeldung, gleich durch wen, nach Zählung des Mailservers',
  'Last day on which it was used': 'Letzter Tag, an dem das Postfach genutzt wurde',
  'Kinds of mail programs that were used in the reported period: a list of texts':
    'Arten der Mailprogramme, die im Berichtszeitraum genutzt wurden: eine Liste von Texten',
  'Whether it has an archive': 'Angabe, ob das Postfach ein Archiv hat',
  'Whether it is one': 'Angabe, ob es selbst ein Archiv ist',
  'Database that it is in': 'Datenbank, in der das Postfach liegt',
  'When it was created': 'Zeitpunkt, zu dem es angelegt wurde',
  'When it was deleted, while it can be recovered':
    'Zeitpunkt der Löschung, solange das Postfach wiederhergestellt werden kann',
  'What it is the state of: the day of a report, the end of an export':
    'Stand der Angaben: Tag eines Berichts oder Ende eines Exports',
  'Id of the partnership': 'Kennung der Partnerschaft zwischen Gerät und Postfach',
  'ActiveSync id of the device': 'ActiveSync-Kennung des Geräts',
  'ActiveSync id of a device that no system knows; null unless switched on':
    'ActiveSync-Kennung eines Geräts, das kein System kennt; leer, solange es nicht angeschaltet ist',
  'Model, as the device says itself': 'Modell nach eigener Angabe des Geräts',
  'Operating system, as the device says itself': 'Betriebssystem nach eigener Angabe des Geräts',
  'How it synchronises: EAS, REST, Outlook': 'Art der Synchronisierung: EAS, REST, Outlook',
  'Version of ActiveSync': 'Version von ActiveSync',
  'First synchronisation': 'Erste Synchronisierung',
  'Last synchronisation that succeeded': 'Letzte erfolgreiche Synchronisierung',
  'Last synchronisation that was tried': 'Letzter Versuch einer Synchronisierung',
  'Folders that it synchronises': 'Anzahl der Ordner, die synchronisiert werden',
  'State of the device in the mail system: DeviceOk, DeviceWipePending':
    'Zustand des Geräts im Mailsystem: DeviceOk, DeviceWipePending',
  'Allowed, Blocked, Quarantined, DeviceDiscovery':
    'Erlaubt (Allowed), gesperrt (Blocked), in Quarantäne (Quarantined), noch in Prüfung (DeviceDiscovery)',
  'Which rule said so: Global, Individual, DeviceRule, Policy':
    'Regel, die das festgelegt hat: Global, Individual, DeviceRule, Policy',
  'Policy that was applied': 'Angewandte Richtlinie',
  'Whether it was applied': 'Angabe, ob sie angewandt wurde',
  'What was done': 'Art der Tätigkeit',
  'Class of what it was done with': 'Art der Elemente, die es betraf',
  'First time within the hour; null where the day alone is told':
    'Erster Zeitpunkt innerhalb der Stunde; leer, wo nur der Tag genannt wird',
  'Last time within the hour; null where the day alone is told':
    'Letzter Zeitpunkt innerhalb der Stunde; leer, wo nur der Tag genannt wird',
  'Requests that touched this class': 'Anzahl der Anfragen, die diese Art betrafen',
  'Items that the device sent: added, changed, deleted, mails sent':
    'Elemente, die das Gerät gesendet hat: hinzugefügt, geändert, gelöscht, versandte Mails',
  'Items that the server sent: added, changed, deleted':
    'Elemente, die der Server gesendet hat: hinzugefügt, geändert, gelöscht',
  'Requests that failed': 'Anzahl fehlgeschlagener Anfragen',
  'Result of the last request: status of ActiveSync before error of the server before status of HTTP: `eas 1`, `http 401`':
    'Ergebnis der letzten Anfrage: Status von ActiveSync, sonst Fehler des Servers, sonst Status von HTTP: `eas 1`, `http 401`',
  'Classes of what it was done with': 'Arten der Elemente, die es betraf',
  'Whether it failed': 'Angabe, ob die Anfrage fehlschlug',
  'Result: status of ActiveSync before error of the server before status of HTTP: `eas 1`, `http 401`':
    'Ergebnis: Status von ActiveSync, sonst Fehler des Servers, sonst Status von HTTP: `eas 1`, `http 401`',
};
