// Why a value or a row was not stored, in German: the API says so in English. A reason that is added there has words here, or
// nothing compiles.
import type { RejectReason } from '../../lib/ingest/record.ts';
import { language } from '../shell/language.ts';
import { own } from './own.ts';

const german: Readonly<Record<RejectReason, string>> = {
  'not string': 'kein Text',
  'not text': 'kein Text',
  'not strings': 'keine Liste von Texten',
  'not integer': 'keine ganze Zahl',
  'not number': 'keine Zahl',
  'not decimal': 'keine Dezimalzahl',
  'not boolean': 'nicht ja oder nein',
  'not instant': 'kein Zeitpunkt',
  'not day': 'kein Tag',
  'not json': 'kein JSON',
  'not bytes': 'keine Größe in Bytes',
  'not duration': 'keine Dauer',
  'not phone': 'keine Telefonnummer',
  'not msisdn': 'keine Rufnummer (MSISDN)',
  'not host': 'kein Host',
  'not count': 'keine Anzahl',
  'not user': 'kein Benutzer',
  'no list': 'keine Liste',
  'not in values': 'keiner der erlaubten Werte',
  'day or month: no culture': 'Tag oder Monat: ohne Kultur nicht zu sagen',
  'field-count': 'andere Zahl von Feldern',
  'name concealed': 'Name vom Mandanten verborgen',
  'repeated-hour': 'Stunde, die es zweimal gab',
  'missing-hour': 'Stunde, die es nicht gab',
  ahead: 'liegt in der Zukunft',
  'no text, or too long': 'kein Text, oder zu lang',
  'no integer, or too long': 'keine ganze Zahl, oder zu lang',
  'no bigint, or too long': 'keine ganze Zahl, oder zu lang',
  'no decimal, or too long': 'keine Dezimalzahl, oder zu lang',
  'no boolean, or too long': 'nicht ja oder nein',
  'no instant, or too long': 'kein Zeitpunkt',
  'no json, or too long': 'kein JSON, oder zu lang',
  'no binary, or too long': 'keine Bytes, oder zu lang',
  'not answered': 'nicht beantwortet',
  'device of the company': 'Firmengerät',
  'device personally owned': 'Gerät in Privatbesitz',
  'ownership of the device unknown': 'Besitz des Geräts unbekannt',
  'device unknown': 'Gerät unbekannt',
  'key unreadable': 'Schlüssel unlesbar',
  missing: 'fehlt',
  'nested too deep': 'zu tief verschachtelt',
  'too long': 'zu lang',
  'not stored': 'wird nicht gespeichert',
  'not collected': 'wird nicht erhoben',
  'dated after its receipt': 'jünger als sein Empfang',
  'older than its retention': 'älter als die Aufbewahrung',
  'more rows than a day may bring': 'mehr Zeilen, als ein Tag bringen darf',
};

export function RejectReasonText({ reason }: { readonly reason: string }) {
  const known: Readonly<Record<string, string>> = german;
  const told = language.value === 'de' ? own(known, reason) : undefined;
  return told === undefined ? <span lang="en">{reason}</span> : <span>{told}</span>;
}
