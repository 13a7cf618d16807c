// Random readings of a source: passes in pages, key-only ones, changes with tombstones, apps of devices. Pools are small,
// so that records come, change, go and come back.
import fc from 'fast-check';
import type { PollStep, SourceRow } from '../../lib/sources/contract.ts';
import { Unreadable } from '../../lib/sources/map.ts';
import type { Ending, Root } from './model-rows.ts';
import { PARAMETERS, PHONE, type Switches } from './model-switches.ts';
import { guidOf } from './scripted.ts';

const DEVICES = Array.from({ length: 14 }, (_, i) => `d${i}`);
const PERSONS = Array.from({ length: 7 }, (_, i) => i);
const often = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const deviceRow = (id: string): fc.Arbitrary<SourceRow> =>
  fc
    .record({
      device_name: often('Phone', 'Telefon'),
      os_version: often<unknown>('17', '18', new Unreadable('not string')),
      ownership: often('company', 'personal', null),
      carrier: often('A', 'B', null),
      phone_number: often(PHONE, null),
      user_external_id: fc.constantFrom('e0', 'e1', null),
      attributes: fc.record({ joinType: often('cloud', 'hybrid', null), notes: often('x', 'y') }),
    })
    .map((row) => ({ external_id: id, ...row }));

/** Strong ids are the person's own for good; addresses are given to others, too. */
const personRow = (dataset: 'directory_user' | 'emm_user', person: number): fc.Arbitrary<SourceRow> =>
  fc
    .record({
      object_guid: often(guidOf(`guid-${person}`), null),
      entra_id: often(guidOf(`entra-${person}`), null),
      display_name: often('Anna', 'Berta'),
      user_principal_name: often(`p${person}@x.example`, 'p0@x.example', 'p1@x.example', null),
      mail: fc.constantFrom(null, `m${person}@x.example`, 'm0@x.example', 'm1@x.example'),
      phone_number: often(PHONE, null),
    })
    .map((row) => ({ external_id: `${dataset === 'emm_user' ? 'e' : 'a'}${person}`, ...row }));

const without = <T>(pool: readonly T[]): fc.Arbitrary<T[]> =>
  fc
    .oneof(
      { weight: 5, arbitrary: fc.subarray([...pool], { maxLength: 2 }) },
      // Around the bound: five may go, six are refused.
      { weight: 3, arbitrary: fc.subarray([...pool], { minLength: 5, maxLength: 6 }) },
      { weight: 1, arbitrary: fc.subarray([...pool], { minLength: 7 }) },
      { weight: 1, arbitrary: fc.constant([...pool]) },
    )
    .map((missing) => pool.filter((one) => !missing.includes(one)));

const allOf = <T, R>(pool: readonly T[], row: (one: T) => fc.Arbitrary<R>): fc.Arbitrary<R[]> =>
  pool.length === 0 ? fc.constant([]) : fc.tuple(...pool.map(row));

function rowsOf(dataset: Root, sized: (pool: readonly unknown[]) => fc.Arbitrary<number[]>): fc.Arbitrary<SourceRow[]> {
  if (dataset === 'device')
    return sized(DEVICES).chain((chosen) => allOf(chosen, (i) => deviceRow(DEVICES[i] ?? 'd0')));
  return sized(PERSONS).chain((chosen) => allOf(chosen, (i) => personRow(dataset, i)));
}
const whole = (pool: readonly unknown[]) => without(pool.map((_, i) => i));
const few = (pool: readonly unknown[]) =>
  fc.subarray(
    pool.map((_, i) => i),
    { maxLength: 5 },
  );

/** Pages of any size; some rows stand on two of them, or twice on one. */
function pages<T>(rows: readonly T[], sizes: readonly number[], repeated: readonly number[]): T[][] {
  const again = repeated.flatMap((i) => (rows.length > 0 ? [rows[i % rows.length] as T] : []));
  const all = [...rows, ...again];
  const cut: T[][] = [];
  for (let from = 0, page = 0; from < all.length; page += 1) {
    const size = sizes[page % sizes.length] ?? 1;
    cut.push(all.slice(from, from + size));
    from += size;
  }
  return cut;
}
const cutting = { sizes: fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 3 }) };
const repeated = fc.array(fc.nat(20), { maxLength: 3 });
const idOf = (row: SourceRow): string => String(row.external_id);
const miscounted = fc.integer({ min: 0, max: 9 }).map((n) => (n === 0 ? 1 : 0));
const NOBODY: SourceRow = { external_id: null };

const passOf = (dataset: Root): fc.Arbitrary<PollStep[]> =>
  fc
    .record({
      rows: rowsOf(dataset, whole),
      ...cutting,
      repeated,
      keysOnly: often(false, true),
      offsetPaged: often(false, true),
      unreadable: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      proven: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
      // A source that counts otherwise than it sends proves nothing, nor does one that counts a row twice.
      miscounted,
      counting: often<'different' | 'sent'>('different', 'sent'),
      tombstones: few(PERSONS),
    })
    .map((made): PollStep[] => {
      const { rows, sizes, repeated, keysOnly, offsetPaged, unreadable, proven, miscounted, counting, tombstones } =
        made;
      const readable = (page: readonly SourceRow[]) => (keysOnly ? page.filter((row) => row !== NOBODY) : page);
      const sent = pages(unreadable ? [...rows, NOBODY] : rows, sizes, repeated).map(readable);
      const gone = tombstones.length === 1 ? tombstones.flatMap((i) => (rows[i] ? [idOf(rows[i])] : [])) : [];
      const different = new Set(sent.flat().map(idOf)).difference(new Set(gone)).size;
      const count = counting === 'sent' ? sent.flat().length : different;
      return [
        { dataset, pass: 'start' },
        ...sent.map(
          (page): PollStep =>
            keysOnly ? { dataset, present: page.map((row) => [idOf(row)]) } : { dataset, rows: page },
        ),
        // A record that goes while it is read: the source says so behind its row.
        ...(tombstones.length === 1 ? [{ dataset, gone: gone.map((id) => [id]) }] : []),
        ...(proven ? [{ dataset, complete: { marker: 'test', rows: count + miscounted, offsetPaged } }] : []),
        // Nobody takes it up again, unless it was cut off.
        ...(proven || miscounted ? [] : [{ dataset, unproven: 'not-answered' as const }]),
      ];
    });

const changesOf = (dataset: Root): fc.Arbitrary<PollStep[]> =>
  fc.record({ rows: rowsOf(dataset, few), gone: rowsOf(dataset, few) }).map(({ rows, gone }) => [
    { dataset, rows },
    { dataset, gone: gone.map((row) => [idOf(row)]) },
  ]);

const appRow = (device: string, app: string): fc.Arbitrary<SourceRow> =>
  fc
    .record({
      app_id: fc.integer({ min: 0, max: 29 }).map((n) => (n === 0 ? null : app)),
      title: often<unknown>('Mail', 'Post', new Unreadable('not string')),
      version: often('1', '2'),
    })
    .map((row) => ({ device_external_id: device, ...row }));

const appsOf: fc.Arbitrary<PollStep[]> = fc
  .record({ devices: without(DEVICES), size: fc.integer({ min: 1, max: 14 }), proven: fc.boolean(), miscounted })
  .chain(({ devices, size, proven, miscounted }) =>
    allOf(devices, (device) =>
      fc
        .oneof(fc.constant([]), fc.subarray(['mail', 'maps', 'chat']), fc.constant(['mail']))
        .chain((apps) => allOf(apps, (app) => appRow(device, app)).map((rows) => ({ device, rows }))),
    ).map((all) => {
      const steps: PollStep[] = [];
      for (let from = 0; from < all.length; from += size) {
        const page = all.slice(from, from + size);
        steps.push({
          dataset: 'device_app',
          scope: page.map(({ device }) => [device]),
          rows: page.flatMap(({ rows }) => rows),
        });
      }
      const count = all.reduce((sum, { rows }) => sum + rows.length, 0);
      return proven
        ? [
            { dataset: 'device_app', pass: 'start' },
            ...steps,
            { dataset: 'device_app', complete: { marker: 'test', rows: count + miscounted } },
          ]
        : steps;
    }),
  );

/** What a source would tell in one poll, step by step, and behind which steps it can go on. */
export interface Plan {
  readonly steps: readonly PollStep[];
  /** Looked up by the number of the step. Beginnings and ends of passes always have a checkpoint. */
  readonly resumable: readonly boolean[];
}

const root = fc.constantFrom<Root>('device', 'device', 'device', 'emm_user', 'directory_user');
export const plan: fc.Arbitrary<Plan> = fc.record({
  steps: fc
    .array(fc.oneof({ weight: 4, arbitrary: root.chain(passOf) }, root.chain(changesOf), appsOf), {
      minLength: 1,
      maxLength: 3,
    })
    .map((readings) => readings.flat()),
  resumable: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
});

export const ending: fc.Arbitrary<Ending> = fc.record({
  how: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Ending['how']>('whole') },
    fc.constantFrom<Ending['how']>('broken', 'broken', 'stopped', 'lease lost', 'killed'),
  ),
  at: fc.nat(8),
});

/** The plan's steps with their checkpoints; what a switch leaves out is not requested. */
export function stepsOf({ steps, resumable }: Plan, number: number, { exclude }: Switches): PollStep[] {
  return steps.map((step, i) => {
    const marked = 'pass' in step || 'complete' in step || (resumable[i % resumable.length] ?? true);
    const asked =
      'rows' in step ? { ...step, rows: step.rows.map((row) => requested(step.dataset, row, exclude)) } : step;
    return marked ? { ...asked, checkpoint: { plan: number, next: i + 1 } } : asked;
  });
}

function requested(dataset: string, row: SourceRow, exclude: readonly string[]): SourceRow {
  const wanted = ([name]: [string, unknown]): boolean => !exclude.includes(name);
  const { attributes, ...fields } = row;
  const declared: Readonly<Record<string, unknown>> = PARAMETERS[dataset as Root];
  const known = (entry: [string, unknown]): boolean => /_id$/.test(entry[0]) || entry[0] in declared;
  return {
    ...Object.fromEntries(Object.entries(fields).filter(wanted).filter(known)),
    ...(attributes ? { attributes: Object.fromEntries(Object.entries(attributes).filter(wanted)) } : {}),
  };
}
