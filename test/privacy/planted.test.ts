// People in every text that a product can send: each text parameter of each product carries a person of its own, by UPN,
// mail address, display name, phone and serial number, and all that can be read is looked through for them.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { datasetNamed, datasets, isTelling } from '../../lib/catalog/index.ts';
import { textOf } from '../../lib/metrics/text.ts';
import { isNaming } from '../../lib/mirror/subjects-of-rows.ts';
import { databaseSamples } from '../../lib/operations/metrics-of-database.ts';
import { countDevices } from '../../lib/operations/statistics.ts';
import type { PollStep } from '../../lib/sources/contract.ts';
import type { Entity, Parameter } from '../../lib/sources/parameters.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import { isPersonal } from '../../lib/sources/telling.ts';
import { ENTITIES, parameter, ScriptedSource } from '../ingest/scripted.ts';
import { DEVICE, isOfMirror, rowOf, textParameters } from '../ingest/text-parameters.ts';
import { applicationOf } from '../operations/ingest.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { countedApps, gets, readerOver, targetsOf } from './every-route.ts';

/** A person is known by the digits that stand in all their names. */
const NAMES = {
  upn: (digits: string) => `p${digits}@corp.example`,
  mail: (digits: string) => `m.${digits}@mail.example`,
  name: (digits: string) => `Person ${digits}`,
  phone: (digits: string) => `+49151${digits}`,
  serial: (digits: string) => `SN${digits}`,
} as const;
type Kind = keyof typeof NAMES;
const KINDS = Object.keys(NAMES) as readonly Kind[];

interface Planted {
  readonly entity: Entity;
  readonly parameter: Parameter;
  readonly digits: string;
}

let count = 0;
const plantedIn = (entities: readonly Entity[]): readonly Planted[] =>
  entities
    .filter(isOfMirror)
    .flatMap((entity) =>
      textParameters(entity).map((one) => ({ entity, parameter: one, digits: String(70_000_000 + ++count) })),
    );

function* stepsOf(planted: readonly Planted[]): Generator<PollStep> {
  yield { dataset: 'device', rows: [DEVICE] };
  const digits = new Map(planted.map((one) => [one.parameter, one.digits]));
  for (const [entity] of Map.groupBy(planted, (one) => one.entity)) {
    if (!isOfMirror(entity)) continue;
    const rows = KINDS.map((kind) =>
      rowOf(entity, `${entity.name} ${kind}`, (one) => {
        const own = digits.get(one);
        return own && NAMES[kind](own);
      }),
    );
    const { dataset } = entity;
    yield dataset === 'device_app' ? { dataset, rows, scope: [[DEVICE.external_id]] } : { dataset, rows };
  }
}

/** The people themselves, as another system knows them. */
function* peopleOf(planted: readonly Planted[]): Generator<PollStep> {
  yield {
    dataset: 'emm_user',
    rows: planted.map(({ digits }) => ({
      external_id: digits,
      user_principal_name: NAMES.upn(digits),
      mail: NAMES.mail(digits),
      display_name: NAMES.name(digits),
    })),
  };
  yield {
    dataset: 'device',
    rows: planted.map(({ digits }) => ({
      external_id: `of ${digits}`,
      user_external_id: digits,
      serial_number: NAMES.serial(digits),
    })),
  };
}

it('every route that can be read is asked', () => {
  const { paths } = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    'get' in Object(operations) ? [path.replace('/api/', '')] : [],
  );
  // Health and metrics are no routes of the API: one needs no key, and answers a state and codes alone, the other has a token.
  expect([...gets.map(({ route }) => route), 'health', 'health/live', 'metrics'].sort()).toEqual(documented.sort());
});

it.each(gets)('$name says what it reads where what it shows tells of people', async ({ dataset, shows = [] }) => {
  const personal = await Promise.all(
    datasets()
      .filter(({ name }) => shows.includes(name))
      .map(isPersonal),
  );
  expect(dataset !== null || !personal.includes(true)).toBe(true);
});

// Events say nothing in free text.
describe.each(Object.keys(SOURCE_TYPES).filter((type) => !/^(log|events)$/.test(SOURCE_TYPES[type]?.kind ?? '')))(
  'people in every text of %s',
  (type) => {
    onEachEngine((open) => {
      let planted: readonly Planted[] = [];
      let subjects = new Map<string, number>();
      let source: ScriptedSource;
      let ask: ReturnType<typeof readerOver>;
      /** Whose digits stand in an answer, and whom the access log names for it. */
      async function read(target: string) {
        const reading = await ask(target);
        expect([target, reading.status]).toEqual([target, 200]);
        const found = planted.filter(({ digits }) => reading.text.includes(digits));
        return { ...reading, found, names: ({ digits }: Planted) => reading.names(subjects.get(digits)) };
      }

      beforeAll(async () => {
        const { store } = open();
        await emptyTables(store);
        const entities = (await SOURCE_TYPES[type]?.describe())?.entities ?? [];
        planted = plantedIn(entities);
        const people = new ScriptedSource(store);
        people.entities = ENTITIES.map((entity) =>
          entity.name === 'device'
            ? { ...entity, parameters: [...entity.parameters, parameter('serial_number')] }
            : entity,
        );
        const everything = { profile: 'sensitive', roaming: true, location: true, personalDevices: true };
        source = new ScriptedSource(store, { ...everything, phoneNumbers: 'full' });
        source.entities = entities;
        ask = readerOver(store, source, type);
        for (const [who, steps] of [
          [people, peopleOf],
          [source, stepsOf],
        ] as const)
          expect((await who.poll(() => steps(planted))).error).toBeNull();
        await countDevices(store, new Date(), () => false);
        const rows = await store.db.selectFrom('subject').select(['id', 'display_name']).execute();
        subjects = new Map(rows.map(({ id, display_name }) => [String(display_name).replace('Person ', ''), id]));
      });

      it('are in no answer that the access log does not tell of', async () => {
        const { store } = open();
        const [user] = subjects.values();
        const devices = await store.db.selectFrom('device').select('id').where('source', '=', source.name).execute();
        const [apps, sources] = [await countedApps(store), [source.name]];
        const places = { users: [user], devices: devices.map(({ id }) => id), apps, sources };
        const unlogged: string[] = [];
        const seen = new Set<string>();
        for (const target of targetsOf(places, 'person')) {
          const { found, logged } = await read(target);
          for (const { digits } of found) seen.add(digits);
          if (!logged && found.length > 0) unlogged.push(target);
        }
        expect(unlogged).toEqual([]);
        // They were there to be found.
        expect(seen.size).toBeGreaterThan(planted.length / 2);
      });

      it('are in no metric', async () => {
        const sources = [{ name: source.name, type: 'intune', enabled: false }];
        const told = textOf(await databaseSamples(applicationOf(open().store, sources)));
        expect(told).toContain(`source="${source.name}"`);
        expect(planted.filter(({ digits }) => told.includes(digits))).toEqual([]);
      });

      const ofNobody = () => planted.filter(({ entity }) => isNaming(datasetNamed(entity.dataset)));

      it.each(['infrastructure', 'configuration'])(
        'are named in the access log, each of them, by who reads %s',
        async (route) => {
          const { found, names } = await read(`${route}?limit=1000`);
          const told = found.filter(({ parameter: one }) => isTelling(one));
          expect(told.filter((one) => !names(one)).map(({ parameter: { wire } }) => wire)).toEqual([]);
        },
      );

      it('find what names them in their own export, and nobody else in it', async () => {
        const told = ofNobody().filter(({ parameter: one }) => isTelling(one));
        for (const one of told.slice(0, 3)) {
          const { text, found, names } = await read(`users/${subjects.get(one.digits)}/export`);
          const { configuration = [], infrastructure = [] } = JSON.parse(text);
          const about = JSON.stringify([configuration, infrastructure]);
          expect(KINDS.filter((kind) => about.includes(NAMES[kind](one.digits)))).toEqual(
            KINDS.filter((kind) => kind !== 'phone'),
          );
          // Who stands in the same record is named, too.
          expect(found.filter(({ parameter: of }) => isTelling(of)).filter((of) => !names(of))).toEqual([]);
        }
      });
    });
  },
);
