// Devices and people in words and links. A name may have marks that turn the direction of what follows: each stands alone.
import { Text } from '../parts/name.tsx';
import { own } from '../parts/own.ts';
import { isBlank } from '../parts/turns.ts';
import { hrefOf } from '../shell/hash.ts';
import { formats, textsIn } from '../shell/language.ts';
import type { DeviceRow } from './api.ts';
import type { Hardware } from './hardware.ts';
import { texts } from './texts.ts';

/** In words; as it is where the API has another word. */
export const wordIn = (words: Readonly<Record<string, string>>, value: string | null): string | null =>
  value === null ? null : (own(words, value) ?? value);

type Named = Pick<DeviceRow, 'id' | 'deviceName'> & Partial<Pick<DeviceRow, 'manufacturer' | 'model'>>;

/** One without a name by its model. */
export function DeviceName({ device }: { readonly device: Named }) {
  const { id, deviceName } = device;
  return (
    <a href={hrefOf('estate', ['devices', id])}>
      {deviceName === null || isBlank(deviceName) ? <Text text={nameless(device)} /> : <Text text={deviceName} />}
    </a>
  );
}

export function nameless({ manufacturer = null, model = null }: Named): string {
  const t = textsIn(texts).words;
  const told = modelOf({ manufacturer, model });
  return isBlank(told) ? t.unnamedDevice : `${told} (${t.unnamed})`;
}

export function PersonName({ id, name }: { readonly id: string; readonly name: string | null }) {
  const t = textsIn(texts).words;
  return (
    <a href={hrefOf('estate', ['people', id])}>
      {name === null || isBlank(name) ? t.unnamedPerson : <Text text={name} />}
    </a>
  );
}

/** `iOS 18.5`. */
export function platformOf({ platform, osVersion }: Pick<DeviceRow, 'platform' | 'osVersion'>): string {
  const t = textsIn(texts).words;
  return [wordIn(t.platforms, platform), osVersion].filter((part) => part !== null).join(' ');
}

/** The model alone where the manufacturer stands in it. */
export function modelOf({ manufacturer, model }: Pick<DeviceRow, 'manufacturer' | 'model'>): string {
  if (manufacturer === null || model?.startsWith(manufacturer)) return model ?? '';
  return [manufacturer, model].filter((part) => part !== null).join(' ');
}

export function ComplianceState({ value }: { readonly value: string | null }) {
  const t = textsIn(texts).words;
  if (value === null) return null;
  const kind = value === 'noncompliant' ? 'bad' : value === 'compliant' ? 'ok' : 'fine';
  return <span class={`state ${kind}`}>{wordIn(t.compliances, value)}</span>;
}

/** Whose it is, and that it is gone. */
export function DeviceState({ device: { ownership, compliance, absentSince } }: { readonly device: DeviceRow }) {
  const t = textsIn(texts).words;
  return (
    <>
      <ComplianceState value={compliance} /> {wordIn(t.ownerships, ownership)}
      <Gone since={absentSince} />
    </>
  );
}

export function Gone({ since }: { readonly since: string | null }) {
  const t = textsIn(texts).words;
  return since === null ? null : (
    <div class="note">
      {t.gone} {formats().day(since)}
    </div>
  );
}

/** Each row of the device, by its system. */
export function Systems({ hardware: { rows } }: { readonly hardware: Hardware<DeviceRow> }) {
  return (
    <ul class="inline">
      {rows.map(({ id, source }) => (
        <li key={id}>
          <a href={hrefOf('estate', ['devices', id])}>{source}</a>
        </li>
      ))}
    </ul>
  );
}
