// The plain codes of polls in German: see german-errors.ts.
import type { PlainCode } from '../../lib/source-codes.ts';
import type { Meaning } from './german.ts';

export const AGAIN = 'Die nächste Abfrage versucht es wieder.';
const KEPT = 'Nichts wurde gelöscht; die nächste Abfrage liest noch einmal alles.';
const IN_PLACE = 'Prüfen Sie Adresse und `proxy`: Etwas anderes kann anstelle des Produkts antworten.';

export const plain: Readonly<Record<PlainCode, Meaning>> = {
  auth: [
    'Die Anmeldung wurde abgelehnt.',
    'Prüfen Sie die Kennung des Kontos und sein Geheimnis: falsch, abgelaufen, ersetzt oder gesperrt?',
  ],
  'broken-archive': [
    'Das Archiv des Berichts ist beschädigt, endet zu früh oder ist keines.',
    'Die nächste Abfrage fordert einen neuen Bericht an. Bleibt es so, sehen Sie nach dem Proxy, oder nehmen Sie `apps: relation`.',
  ],
  'broken-report': [
    'Ein Bericht endet mitten in einer Zeile oder ist kein CSV.',
    'Die nächste Abfrage fordert ihn noch einmal an. Bleibt es so, sehen Sie nach dem Proxy.',
  ],
  'expired-link': [
    'Das Produkt weiß nicht mehr, wo die letzte Abfrage aufhörte.',
    'Nichts: Es wird alles neu gelesen.',
  ],
  'export-failed': [
    'Intune konnte den Bericht der Apps nicht erstellen.',
    'Die nächste Abfrage fordert einen neuen an. Bleibt es so, nehmen Sie `apps: relation`.',
  ],
  'files-missing': [
    'Ein Export ist nicht da.',
    'Sehen Sie nach, ob das Skript läuft, und ob `paths` nennt, wohin es schreibt.',
  ],
  'foreign-link': [
    'Eine Antwort verweist auf einen anderen Server. Dem Verweis wurde nicht gefolgt: Das Token ging nicht dorthin.',
    'Finden Sie heraus, wer Antworten umschreibt; prüfen Sie `graphUrl` und `proxy`.',
  ],
  incomplete: [
    'Nicht alles kam an: Es fehlt das Ende einer Liste, oder ihre Zahl stimmt nicht.',
    `${KEPT} Bleibt es so, steht im Wortlaut, wonach zu sehen ist.`,
  ],
  'link-too-long': ['Eine Antwort verweist auf eine zu lange Adresse.', 'Prüfen Sie `graphUrl` und `proxy`.'],
  'list-moved': ['Eine Liste änderte sich, während sie gelesen wurde.', KEPT],
  'long-head': [
    'Die Kopfzeilen der Antwort sind länger als 16 kB, meist durch Cookies.',
    'Prüfen Sie Adresse und `proxy`, und was dort antwortet: oft ein Portal oder ein Load-Balancer.',
  ],
  'names-concealed': [
    'Die Berichte des Mandanten verbergen die Namen. Ihre Zeilen wurden gezählt und nicht gespeichert.',
    'Im Microsoft 365 Admin Center zeigt ein Administrator die Namen (Settings, Org settings, Services, Reports).',
  ],
  'no-directory': [
    'Dort antwortet kein Verzeichnis, das gelesen werden kann.',
    'Prüfen Sie `url`, `flavour` und `baseDn`, und ob das Konto den Wurzeleintrag lesen darf.',
  ],
  'no-report-date': [
    'Ein Bericht sagt nicht, von welchem Tag er ist.',
    'Die nächste Abfrage fordert ihn noch einmal an. Bleibt es so, melden Sie es dem Hersteller.',
  ],
  'no-spaces': [
    'Das Konto sieht keinen Gerätebereich (Space).',
    'Geben Sie dem API-Benutzer eine Rolle in den Bereichen, die gelesen werden sollen.',
  ],
  'not-answering': [
    'Das Dateisystem antwortet nicht.',
    'Sehen Sie nach dem Mount, auf dem `paths` liegen: Sein Server kann weg sein.',
  ],
  'not-csv': [
    'Ein Export endet mitten in einer Zeile oder ist kein CSV.',
    'Sehen Sie nach dem Skript, das ihn schreibt.',
  ],
  'not-http': [
    'Was dort antwortet, spricht kein HTTP.',
    'Prüfen Sie Name und Port in der Adresse, und `proxy`: Dort läuft ein anderer Dienst.',
  ],
  'not-https': [
    'Die Adresse beginnt nicht mit https.',
    'Nennen Sie eine Adresse mit https: Andere werden nicht benutzt.',
  ],
  'not-json': [
    'Die Antwort ist kein gültiges JSON: oft die Anmelde- oder Fehlerseite eines Proxys.',
    'Prüfen Sie Adresse und `proxy`; nehmen Sie die Adresse von der Anmeldung am Proxy aus.',
  ],
  'not-supported': [
    'Diese Version des Produkts hat einen Aufruf nicht. Was davon gespeichert ist, bleibt.',
    'Aktualisieren Sie das Produkt, oder schalten Sie ab, was es nicht hat.',
  ],
  'older-export': [
    'Der neueste Export ist älter als der, der zuletzt gelesen wurde; er wurde nicht gelesen.',
    'Sehen Sie nach, ob das Skript noch läuft, und wie seine Uhr geht.',
  ],
  'older-report': [
    'Ein Bericht ist älter als der, der zuletzt gelesen wurde.',
    'Die nächste Abfrage fordert ihn noch einmal an.',
  ],
  'other-answer': [
    'Es kam die Antwort auf eine andere Anfrage. Nichts davon wurde gespeichert.',
    'Suchen Sie einen Cache, Proxy oder Load-Balancer, der Antworten vertauscht; sonst melden Sie es dem Hersteller.',
  ],
  permission: [
    'Exporte dürfen nicht gelesen werden.',
    'Das Konto des Kollektors muss die Verzeichnisse von `paths` und ihre Dateien lesen dürfen.',
  ],
  protocol: [
    'Die Antwort ist kein gültiges LDAP.',
    'Nennt `url` einen Verzeichnisserver, und ändert nichts dazwischen seine Antworten?',
  ],
  refused: [
    'Der Server ist nicht zu erreichen: Dort nimmt niemand Verbindungen an.',
    'Prüfen Sie Adresse, Port, Firewall und `proxy`.',
  ],
  'repeated-page': [
    'Die Quelle lieferte dieselbe Seite einer Liste noch einmal.',
    `${AGAIN} Bleibt es so, melden Sie es dem Hersteller.`,
  ],
  reset: [
    'Die Verbindung brach ab, bevor die Antwort zu Ende war.',
    `${AGAIN} Bleibt es so, sehen Sie nach dem Server und nach Proxys davor.`,
  ],
  'says-nothing': [
    'Eine Antwort sagt nichts: Es kann heißen, dass es nichts gibt, oder dass das Produkt die Frage nicht kennt.',
    'Prüfen Sie die Version des Produkts, und was das Konto sehen darf.',
  ],
  stopped: ['Der Kollektor wurde angehalten.', 'Nichts: Die nächste Abfrage macht am letzten Haltepunkt weiter.'],
  'time-budget': [
    'Die Zeit der Abfrage reichte nicht, oder die Quelle verlangt eine längere Pause.',
    'Nichts ging verloren: Die nächste Abfrage macht weiter. Wird sie nie fertig, erhöhen Sie `timeBudgetSeconds` oder fragen Sie seltener ab.',
  ],
  timeout: [
    'Der Server antwortete nicht rechtzeitig.',
    'Sehen Sie nach seiner Last, nach der Firewall und nach `proxy`; die nächste Abfrage versucht es wieder.',
  ],
  tls: [
    'Die TLS-Verbindung kam nicht zustande.',
    'Prüfen Sie das Zertifikat des Servers, seinen Namen und sein Datum, den Port, und `caFile` für eine eigene CA. Was es war, steht im Wortlaut.',
  ],
  'token-ended': [
    'Der Anmeldeserver gab ein Token aus, das schon abgelaufen war.',
    'Sehen Sie nach seiner Uhr, und wie lange seine Token gelten.',
  ],
  'too-large': ['Die Antwort ist größer als erlaubt.', IN_PLACE],
  'unknown-format': [
    'Die Dateien sind kein Export, der gelesen werden kann.',
    'Sehen Sie nach, welche Dateien `paths` nennt.',
  ],
  unresolved: ['Der Name des Servers ist unbekannt.', 'Prüfen Sie die Adresse, den Namen von `proxy`, und DNS.'],
  'wrong-shape': ['Die Antwort hat eine unbekannte Form.', `Nichts wurde gelöscht. ${IN_PLACE}`],
};

/** How a poll ends that no source is to blame for. */
export const ends: Readonly<Record<string, Meaning>> = {
  'collector-ended': [
    'Der Kollektor endete, während die Abfrage lief.',
    'Die nächste macht am letzten Haltepunkt weiter. Geschieht es öfter, sehen Sie nach Speichergrenzen und Neustarts.',
  ],
  'lease-lost': [
    'Ein anderer Kollektor hat diese Quelle übernommen.',
    'Nichts: Er macht am letzten Haltepunkt weiter.',
  ],
  internal: ['Das war ein Fehler des Kollektors.', 'Sehen Sie in sein Log, und melden Sie ihn mit Version und Code.'],
};
