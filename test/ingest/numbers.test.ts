// The switch `phoneNumbers`, for every number that any product's tables declare: each text parameter of each product is
// sent a number of its own, and what the database then holds is looked through.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { columnsOf, datasets, isDatasetName } from '../../lib/catalog/index.ts';
import { termsOfOwners } from '../../lib/mirror/terms.ts';
import type { PhonePolicy } from '../../lib/numbers/policy.ts';
import { FOUND } from '../../lib/search/terms.ts';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { type Entity, nameOf, type Parameter } from '../../lib/sources/parameters.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import type { Store } from '../../lib/store/index.ts';
import { onEachEngine } from '../store/stores.ts';
import { ScriptedSource } from './scripted.ts';
import { DEVICE, isOfMirror, rowOf, textParameters } from './text-parameters.ts';

/** A parameter, and the end of its number, which no other has. */
interface Sent {
  readonly entity: Entity;
  readonly parameter: Parameter;
  readonly end: string;
}

let count = 0;
const sentOf = (entity: Entity): readonly Sent[] =>
  textParameters(entity).map((parameter) => ({ entity, parameter, end: String(70_000_000 + ++count) }));

const numberOf = ({ parameter, end }: Sent): string =>
  parameter.minimise === 'subscriber' ? `89490200000${end}` : `+49151${end}`;

function sentRow(entity: Entity, sent: readonly Sent[]): SourceRow {
  const own = new Map(sent.filter((one) => one.entity === entity).map((one) => [one.parameter, numberOf(one)]));
  return rowOf(entity, entity.name, (parameter) => own.get(parameter));
}

function* stepsOf(sent: readonly Sent[]): Generator<PollStep> {
  yield { dataset: 'device', rows: [DEVICE] };
  const entities = [...new Set(sent.map(({ entity }) => entity))];
  const apps = entities.filter(({ dataset }) => dataset === 'device_app').map((entity) => sentRow(entity, sent));
  yield { dataset: 'device_app', rows: apps, scope: [['device']] };
  for (const entity of entities.filter(isOfMirror))
    if (entity.dataset !== 'device_app') yield { dataset: entity.dataset, rows: [sentRow(entity, sent)] };
}

/** Everything that the database holds of a source. */
async function storedOf(store: Store, source: ScriptedSource): Promise<string> {
  const names = datasets().flatMap((d) =>
    columnsOf(d).source && columnsOf(d).id && isDatasetName(d.name) ? [d.name] : [],
  );
  const rows = await Promise.all(names.map((name) => source.rows(name)));
  const terms = await Promise.all(
    FOUND.map(async (dataset) => {
      const ids = (await source.rows(dataset)).map(({ id }) => Number(id));
      return termsOfOwners(store, dataset, ids);
    }),
  );
  return JSON.stringify([...rows, ...terms]);
}

// Logs have none.
describe.each(Object.keys(SOURCE_TYPES).filter((type) => SOURCE_TYPES[type]?.kind !== 'log'))(
  'numbers of %s',
  (type) => {
    let sent: readonly Sent[] = [];
    let entities: readonly Entity[] = [];
    beforeAll(async () => {
      entities = (await SOURCE_TYPES[type]?.describe())?.entities ?? [];
      sent = entities.flatMap(sentOf);
    });
    const numbers = (how?: Parameter['minimise']): readonly Sent[] =>
      sent.filter(({ parameter: { minimise } }) => minimise && (how === undefined || minimise === how));
    // Mail servers and sign-ins tell none; management systems and directories do.
    const hasPhones = (): boolean => ['emm', 'directory'].includes(SOURCE_TYPES[type]?.kind ?? '');
    const foundIn = (stored: string, those: readonly Sent[]): readonly string[] =>
      those
        .filter(({ end }) => stored.includes(end))
        .map(({ entity, parameter }) => `${entity.name} ${nameOf(parameter)}`);

    onEachEngine((open) => {
      async function polled(phoneNumbers: PhonePolicy, by = entities): Promise<ScriptedSource> {
        const config = { profile: 'sensitive', roaming: true, personalDevices: true, phoneNumbers };
        const source = new ScriptedSource(open().store, config);
        source.entities = by;
        const { error } = await source.poll(() => stepsOf(sent));
        expect(error).toBeNull();
        return source;
      }

      it('are stored in full where the source says so, and so is every other text', async () => {
        const stored = await storedOf(open().store, await polled('full'));
        const attributes = numbers().filter(({ parameter }) => parameter.field === undefined);
        expect(foundIn(stored, attributes)).toHaveLength(attributes.length);
        expect(foundIn(stored, numbers('phone')).length > 0).toBe(hasPhones());
        const others = sent.filter(({ parameter: p }) => !p.minimise && !p.transform && p.field === undefined);
        expect(foundIn(stored, others)).toHaveLength(others.length);
      });

      it('are not stored in full where they are masked, nor at all where they are off, whatever a connector sends', async () => {
        for (const policy of ['masked', 'off'] as const) {
          const source = await polled(policy);
          const stored = await storedOf(open().store, source);
          expect([policy, foundIn(stored, numbers())]).toEqual([policy, []]);
          expect([policy, stored.includes('+49151*')]).toEqual([policy, policy === 'masked' && hasPhones()]);
        }
      });

      it.each(['masked', 'off'])(
        'that are stored leave before the source is asked again when it says %s',
        async (less) => {
          const source = await polled('full');
          source.config = { ...source.config, phoneNumbers: less };
          await source.poll(() => []);
          expect(foundIn(await storedOf(open().store, source), numbers())).toEqual([]);
        },
      );

      // Versions before this one stored the numbers of Workspace ONE's catalogue of apps in full.
      if (type === 'workspace-one')
        it('that stand in full from before the switch covered them leave before the source is asked again', async () => {
          const undeclared = entities.map((one) =>
            one.dataset === 'configuration'
              ? { ...one, parameters: one.parameters.map(({ minimise: _, ...parameter }) => parameter) }
              : one,
          );
          const source = await polled('masked', undeclared);
          const stood = ['application SupportPhone', 'application DeveloperPhone'];
          expect(foundIn(await storedOf(open().store, source), numbers())).toEqual(stood);
          source.entities = entities;
          await source.poll(() => []);
          expect(foundIn(await storedOf(open().store, source), numbers())).toEqual([]);
        });
    });
  },
);
