// Event datasets that only tests have, one of each kind: told of a device of the same source, of a device that any system
// may have, of a person, of both, of nobody, and made of what a mirror reads; each as single rows and as a counter. They
// stand in the catalogue of this process as ours do, and their tables are made of their declarations.
import { afterAll, beforeAll } from '@jest/globals';
import { event } from '../../lib/catalog/dataset.ts';
import { COMPANY_ONLY, type Stored } from '../../lib/catalog/event.ts';
import { bigint, type Fields, instant, integer, required, text } from '../../lib/catalog/field.ts';
import {
  type AliasKind,
  catalog,
  type EventDataset,
  type HardwareField,
  lookupsOf,
  type ToldEventName,
} from '../../lib/catalog/index.ts';
import { DERIVE } from '../../lib/ingest/derive.ts';
import type { Derive } from '../../lib/ingest/derived.ts';
import { digestOf } from '../../lib/mirror/key.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import type { Entity } from '../../lib/sources/parameters.ts';
import type { Store } from '../../lib/store/index.ts';
import { parameter } from '../ingest/scripted.ts';
import { openTestStore, type TestStore } from '../store/databases.ts';
import { migrationOf } from '../store/ddl.ts';
import { describeEachEngine } from '../store/stores.ts';
import '../jest/keep-nothing.ts';

type Belonging = Partial<Pick<EventDataset, 'device' | 'person' | 'toldBy'>> & {
  readonly key?: readonly ('device_external_id' | HardwareField | AliasKind)[];
};

const deviceId = { device_external_id: required.text(128)('identifier', 'Id of the device', { opaque: true }) };

const WHERE_SWITCHED: Stored = { ...COMPANY_ONLY, stranger: 'switch' };
const STRANGERS_TOO: Stored = { ...COMPANY_ONLY, stranger: 'always' };

/** What each kind is told of, and how it names that in its key. */
const BELONGINGS = {
  own: { device: { field: 'device_external_id', stored: COMPANY_ONLY }, key: ['device_external_id'] },
  any: {
    device: { by: ['eas_device_id', 'serial_number'], stored: WHERE_SWITCHED },
    key: ['eas_device_id', 'serial_number'],
  },
  person: { person: { by: ['user_principal_name', 'mail'] }, key: ['user_principal_name', 'mail'] },
  both: {
    device: { by: ['eas_device_id'], stored: STRANGERS_TOO, clear: 'clear_id' },
    person: { by: ['user_principal_name', 'domain_account'] },
    key: ['eas_device_id', 'user_principal_name', 'domain_account'],
  },
  nobody: {},
  derived: {
    toldBy: { mirror: 'device', needs: ['device_name'], copies: { detail: 'carrier' } },
    device: { stored: COMPANY_ONLY },
  },
} as const satisfies Record<string, Belonging>;
export type Kind = keyof typeof BELONGINGS;
export const KINDS = Object.keys(BELONGINGS) as readonly Kind[];

function made(kind: Kind, counter: boolean): EventDataset {
  const { key = [], toldBy = 'source', ...belonging }: Belonging = BELONGINGS[kind];
  // Of what is told of both one keeps strangers, and the other does not.
  const device = kind === 'both' && counter ? { device: { ...BELONGINGS.both.device, stored: COMPANY_ONLY } } : {};
  return event({
    name: `made_${kind}${counter ? '_hours' : ''}`,
    purpose: 'Shows that a declaration is all that a dataset needs.',
    toldBy,
    ...(toldBy === 'source' ? { switch: 'location' } : {}),
    ...belonging,
    ...device,
    key: [...key, 'activity', ...(counter ? [] : (['number'] as const))],
    ...(counter ? { counter: { per: 'hour', sums: ['amount'], first: 'first_at', last: 'last_at' } } : {}),
    fields: fieldsOf(kind, counter),
  });
}

function fieldsOf(kind: Kind, counter: boolean): Fields {
  return {
    ...(kind === 'own' ? deviceId : {}),
    activity: required.text(16)('usage', 'What it was', { opaque: true, filterable: true }),
    amount: bigint('usage', 'How much of it', { unit: 'count' }),
    detail: text(32)('usage', 'Of what kind', { filterable: true, switch: 'roaming' }),
    ...(counter
      ? { first_at: instant('usage', 'The first time'), last_at: instant('usage', 'The last time') }
      : {
          number: required.text(16)('technical', 'Which one it was', { opaque: true }),
          rank: integer('usage', 'Rank'),
        }),
    ...(kind === 'both'
      ? { clear_id: text(64)('identifier', 'Id of a stranger', { opaque: true, switch: 'unmanagedIds' }) }
      : {}),
    ...(kind === 'person'
      ? {
          other: text(64)('contact', 'Number of the other side', { minimise: 'phone' }),
          other_hash: text(64)('contact', 'Keyed hash of it', { opaque: true, filterable: true }),
        }
      : {}),
  };
}

export const ROWS: Readonly<Record<Kind, EventDataset>> = byKind((kind) => made(kind, false));
export const COUNTERS: Readonly<Record<Kind, EventDataset>> = byKind((kind) => made(kind, true));
export const MADE: readonly EventDataset[] = [...Object.values(ROWS), ...Object.values(COUNTERS)];

function byKind<T>(of: (kind: Kind) => T): Record<Kind, T> {
  return {
    own: of('own'),
    any: of('any'),
    person: of('person'),
    both: of('both'),
    nobody: of('nobody'),
    derived: of('derived'),
  };
}

/** A device that got another name. */
const renamed: Derive = (_, { source, at }, { differing }) => ({
  begun: differing
    .filter(({ before, record }) => before.device_name !== record.values.device_name)
    .map(({ record: { key, values } }) => ({
      source,
      record_key: digestOf([key.toString('hex'), values.device_name].join()),
      occurred_at: at,
      owner_key: key,
      activity: 'renamed',
      amount: 1,
      detail: values.carrier,
      number: String(values.device_name).slice(0, 16),
    })),
  ended: [],
});

Object.assign(catalog, Object.fromEntries(MADE.map((dataset) => [dataset.name, dataset])));
Object.assign(DERIVE, { made_derived: renamed, made_derived_hours: renamed });

/** Its name as a connector's table and steps have it; the type knows ours alone. */
const toldName = ({ name }: EventDataset): ToldEventName => name as ToldEventName;

export const told = (dataset: EventDataset, ...events: readonly SourceRow[]): PollStep => ({
  dataset: toldName(dataset),
  events,
});

/** A table of parameters with all that rows of the dataset may carry. */
export const entityOf = (dataset: EventDataset): Entity => ({
  name: dataset.name,
  dataset: toldName(dataset),
  path: `/${dataset.name}`,
  parameters: Object.keys({ ...lookupsOf(dataset), ...dataset.fields })
    .filter((name) => !name.endsWith('_hash'))
    .map((name) => parameter(name, { class: 'usage' })),
});

export const TOLD: readonly EventDataset[] = MADE.filter(({ toldBy }) => toldBy === 'source');

/** The same promises about each engine, over one database with the tables of all of them. */
export function onEachMadeUp(promises: (store: () => Store) => void): void {
  describeEachEngine((engine) => {
    let opened: TestStore | undefined;
    beforeAll(async () => {
      const sql = MADE.map((dataset) => migrationOf(engine, dataset)).join('\n');
      opened = await openTestStore(engine, [{ version: 9000, name: 'made up', sql }]);
    });
    afterAll(async () => opened?.remove());
    promises(() => {
      if (!opened) throw new Error('the store is not open');
      return opened.store;
    });
  });
}
