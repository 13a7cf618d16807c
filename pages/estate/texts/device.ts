// Texts of one device, and of its positions.
import { either } from '../../parts/plural.ts';

const en = {
  device: {
    kind: 'Device',
    user: 'User',
    reasons: 'Reasons, as the system says them',
    noReasons: 'The system gives no reason.',
    facts: 'What the system says',
    further: (source: string, count: string) => `${source}: further values, under its own names (${count})`,
    systems: 'In these systems',
    noOther: 'No other system that is read has it.',
    systemsHelp: 'The same device, by its serial number, IMEI or ActiveSync id.',
    readHelp: 'Between two whole readings of a system what changed is read: values here may be newer.',
    columns: {
      ...{
        system: 'System',
        name: 'Name there',
        seen: 'Last seen by the system',
        read: 'This system was last read whole',
      },
      common: 'In common',
    },
    thisPage: 'this page',
    notRead: 'not read completely yet',
    left: 'not there any more since',
    held: 'Its removal is held, and waits for a decision.',
    kept: 'Its removal was rejected: it stays here.',
    toHold: 'What is held',
    byThird: 'linked by a third one',
    apps: 'Apps',
    noApps: 'No apps are known: none are read of personal devices, or the source does not collect them.',
    appColumns: {
      ...{ title: 'App', version: 'Version', publisher: 'Publisher', state: 'Installation', managed: 'Managed' },
    },
  },
  positions: {
    title: 'Positions',
    about: 'Where the device was. Nothing of it is asked for until you press the button.',
    show: 'Show the positions',
    none: 'No position is stored: the source does not collect them, the device is not a company device, or the time for which they are kept has passed.',
    track: 'Track',
    says: (count: string, from: string, to: string) =>
      `${count} ${either(count, 'position', 'positions')}, from ${from} to ${to}, without a map`,
    notTheWay:
      'Dashed lines join positions in the order of their times: they are not the way that was taken. Circles show how exact a position is. North is up.',
    north: 'N',
    columns: {
      ...{ at: 'Determined', place: 'Latitude, longitude', accuracy: 'Exact to', method: 'How', source: 'System' },
    },
    open: 'open in a map app of yours',
    newest: 'newest',
    oldest: 'oldest',
    metres: (value: string) => `${value} m`,
    kilometres: (value: string) => `${value} km`,
  },
};

const de: typeof en = {
  device: {
    kind: 'Gerät',
    user: 'Benutzer',
    reasons: 'Gründe, in den Worten des Systems',
    noReasons: 'Das System nennt keinen Grund.',
    facts: 'Was das System sagt',
    further: (source, count) => `${source}: weitere Werte unter eigenen Namen (${count})`,
    systems: 'In diesen Systemen',
    noOther: 'Kein anderes System, das gelesen wird, hat es.',
    systemsHelp: 'Dasselbe Gerät, erkannt an Seriennummer, IMEI oder ActiveSync-Kennung.',
    readHelp:
      'Zwischen zwei vollständigen Durchgängen durch ein System wird gelesen, was sich geändert hat: Werte hier können neuer sein.',
    columns: {
      ...{
        system: 'System',
        name: 'Name dort',
        seen: 'Zuletzt vom System gesehen',
        read: 'Dieses System zuletzt vollständig gelesen',
      },
      common: 'Gemeinsam',
    },
    thisPage: 'diese Seite',
    notRead: 'noch nicht vollständig gelesen',
    left: 'dort nicht mehr vorhanden seit',
    held: 'Seine Löschung ist zurückgehalten und wartet auf eine Entscheidung.',
    kept: 'Seine Löschung wurde abgelehnt: Es bleibt hier.',
    toHold: 'Was zurückgehalten ist',
    byThird: 'über ein drittes verknüpft',
    apps: 'Apps',
    noApps: 'Keine Apps bekannt: Von privaten Geräten werden keine gelesen, oder die Quelle erhebt sie nicht.',
    appColumns: {
      ...{ title: 'App', version: 'Version', publisher: 'Herausgeber', state: 'Installation', managed: 'Verwaltet' },
    },
  },
  positions: {
    title: 'Standorte',
    about: 'Wo das Gerät war. Nichts davon wird abgefragt, bevor Sie die Schaltfläche drücken.',
    show: 'Standorte anzeigen',
    none: 'Kein Standort ist gespeichert: Die Quelle erhebt keine, das Gerät ist kein Firmengerät, oder die Zeit, für die er aufbewahrt wird, ist abgelaufen.',
    track: 'Spur',
    says: (count, from, to) => `${count} ${either(count, 'Standort', 'Standorte')} von ${from} bis ${to}, ohne Karte`,
    notTheWay:
      'Gestrichelte Linien verbinden Standorte in der Reihenfolge ihrer Zeiten: Sie sind nicht der zurückgelegte Weg. Kreise zeigen, wie genau ein Standort ist. Norden ist oben.',
    north: 'N',
    columns: {
      ...{ at: 'Bestimmt', place: 'Breite, Länge', accuracy: 'Genau auf', method: 'Wie', source: 'System' },
    },
    open: 'in einer eigenen Karten-App öffnen',
    newest: 'neuester',
    oldest: 'ältester',
    metres: (value) => `${value} m`,
    kilometres: (value) => `${value} km`,
  },
};

export const device = { en, de };
