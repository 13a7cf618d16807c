// What a system says of a device or a person, field by field; and what it says beyond the fields, under its own names.
import type { ComponentChildren } from 'preact';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Name } from '../parts/name.tsx';
import { own } from '../parts/own.ts';
import { When } from '../parts/when.tsx';
import { formats, textsIn } from '../shell/language.ts';
import { texts as shell } from '../shell/texts.ts';
import type { Told } from './api.ts';
import type { FieldName } from './texts/fields.ts';
import { texts } from './texts.ts';

export const DEVICE_FIELDS: readonly FieldName[] = [
  ...(['serialNumber', 'imei', 'meid', 'phoneNumber', 'iccid', 'imsi', 'carrier', 'homeCountry'] as const),
  ...(['currentOperator', 'currentCountry', 'roaming', 'os', 'osVersion', 'securityPatchLevel'] as const),
  ...(['managementState', 'complianceState', 'encrypted', 'supervised', 'compromised', 'batteryPercent'] as const),
  ...(['storageFreeBytes', 'enrolledAt', 'userPrincipalName', 'mail', 'entraDeviceId', 'easDeviceId'] as const),
  ...(['udid', 'wifiMac'] as const),
];

export const PERSON_FIELDS: readonly FieldName[] = [
  ...(['displayName', 'givenName', 'surname', 'accountName', 'domainAccount', 'userPrincipalName', 'mail'] as const),
  ...([
    'phoneNumber',
    'department',
    'company',
    'jobTitle',
    'office',
    'country',
    'manager',
    'enabled',
    'locked',
  ] as const),
  ...(['expiresAt', 'createdAt', 'passwordChangedAt', 'lastLogonAt', 'userType'] as const),
];

const LONG_AGO = ['createdAt', 'passwordChangedAt', 'expiresAt', 'enrolledAt'];

/** Words for the names in what is nested. */
type Labels = Readonly<Record<string, string>>;

/** A value of an answer as a reader reads it; null where there is none. */
export function toldValue(name: string, value: unknown, labels: Labels = {}): ComponentChildren {
  const t = textsIn(shell);
  const f = formats();
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (typeof value === 'number') {
    if (/bytes$/i.test(name)) return f.bytes(value);
    return name.endsWith('Percent') ? f.percent(value / 100) : f.number(value);
  }
  if (name.endsWith('ountry')) return f.country(String(value));
  if (typeof value === 'object') return <Nested of={value} labels={labels} />;
  const text = String(value);
  // How long ago an account was made is no help.
  if (LONG_AGO.includes(name)) return f.day(text);
  return name.endsWith('At') ? <When at={text} /> : <Name text={text} />;
}

/** Values beside each other, and what has a name with it. */
function Nested({ of, labels }: { readonly of: object; readonly labels: Labels }) {
  const isList = Array.isArray(of);
  return (
    <ul class="inline">
      {Object.entries(of).map(([name, one]) => (
        <li key={name}>
          {!isList && <span class="quiet">{own(labels, name) ?? name}: </span>}
          {toldValue(isList ? '' : name, one, labels)}
        </li>
      ))}
    </ul>
  );
}

export function Values({ of, fields }: { readonly of: Told; readonly fields: readonly FieldName[] }) {
  const labels = textsIn(texts).words.fields;
  return <Facts facts={fields.map((name): Fact => [labels[name], toldValue(name, of[name])])} />;
}

/** Names are those of the vendor: they are not translated. */
export function FurtherValues({ of, source }: { readonly of: unknown; readonly source: string }) {
  const t = textsIn(texts).device;
  const entries = of !== null && typeof of === 'object' ? Object.entries(of) : [];
  if (entries.length === 0) return null;
  return (
    <details class="as-it-stands">
      <summary>{t.further(source, formats().number(entries.length))}</summary>
      <Facts facts={entries.map(([name, value]): Fact => [name, plain(value)])} />
    </details>
  );
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
