// Records of Graph: every property of every table with the same hard value, mapped and validated.
import { datasetNamed } from '../../lib/catalog/index.ts';
import { Recorder, Rejections } from '../../lib/ingest/record.ts';
import { entities } from '../../lib/sources/intune/parameters.ts';
import { mapRecord } from '../../lib/sources/map.ts';
import { withoutDeepValues } from '../../lib/sources/nesting.ts';
import type { Entity } from '../../lib/sources/parameters.ts';
import type { Subject } from './growth.ts';
import { textsOf } from './subjects-texts.ts';

const VALUES: Readonly<Record<string, (size: number) => unknown>> = {
  'a list': (size) => Array.from({ length: size / 4 }, (_, i) => `${i}`),
  'an object': (size) => Object.fromEntries(Array.from({ length: size / 16 }, (_, i) => [`p${size - i}`, i])),
  'nested lists': (size) => JSON.parse(`${'['.repeat(size / 2)}${']'.repeat(size / 2)}`),
  'many deep lists': (size) =>
    Array.from({ length: size / 64 }, () => JSON.parse(`${'['.repeat(31)}${']'.repeat(31)}`)),
};

/** A record of the wire that gives each parameter this value. */
export function recordOf(entity: Entity, value: (index: number) => unknown): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [index, { wire }] of entity.parameters.entries()) {
    const parts = wire.split('.');
    const last = parts.pop() ?? wire;
    let inner = record;
    for (const part of parts) {
      const next: Record<string, unknown> = Object.hasOwn(inner, part) ? Object(inner[part]) : {};
      inner[part] = next;
      inner = next;
    }
    inner[last] = value(index);
  }
  return record;
}

/** Maps and validates as ingest does; a record, or null where its key cannot be read. */
export function ingested(entity: Entity, record: Readonly<Record<string, unknown>>, rejections = new Rejections()) {
  const row = mapRecord(entity.parameters, withoutDeepValues(record));
  row.external_id ??= 'id';
  row.component ??= 'component';
  row.device_external_id ??= 'device';
  row.app_id ??= 'app';
  return new Recorder(datasetNamed(entity.dataset), { phoneNumbers: 'masked', phoneKey: 'key' }, rejections).record(
    row,
  );
}

export const recordSubjects = (): readonly Subject[] =>
  entities.flatMap((entity) => {
    const records = (values: readonly unknown[]) => values.map((one) => recordOf(entity, () => one));
    const each = (size: number) => size / entity.parameters.length;
    const inputs: [string, (size: number) => Record<string, unknown>[]][] = [
      ['texts', (size) => records(textsOf(each(size)))],
      ...Object.entries(VALUES).map(([name, value]): [string, (size: number) => Record<string, unknown>[]] => [
        name,
        (size) => records([value(Math.ceil(each(size)))]),
      ]),
    ];
    return inputs.map(([name, input]) => ({
      name: `${entity.name} of ${name}`,
      input,
      work: (given: readonly Record<string, unknown>[]) => given.map((record) => ingested(entity, record)),
    }));
  });
