// What the database holds of a source, put as the model puts it.
import { expect } from '@jest/globals';
import { keyOf } from '../../lib/mirror/key.ts';
import type { Store } from '../../lib/store/index.ts';
import { parsePollState } from '../../lib/store/lease.ts';
import type { SourceModel } from './model.ts';
import type { Model } from './model-history.ts';
import { ROOTS } from './model-rows.ts';
import { PARAMETERS } from './model-switches.ts';
import type { ScriptedSource } from './scripted.ts';

type Row = Readonly<Record<string, unknown>>;
const inOrder = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
const hex = (key: unknown): string => (key instanceof Uint8Array ? Buffer.from(key).toString('hex') : '');

export async function compareSources(store: Store, sources: readonly ScriptedSource[], model: Model): Promise<void> {
  for (const [i, source] of sources.entries()) {
    const expected = model.sources[i];
    if (expected) expect(await held(store, source)).toEqual(wanted(expected));
  }
}

function valuesOf(dataset: keyof typeof PARAMETERS, row: Row): Row {
  const attributes: Row = typeof row.attributes === 'string' ? JSON.parse(row.attributes) : {};
  return Object.fromEntries(
    Object.keys(PARAMETERS[dataset]).map((name) => [name, (name in row ? row[name] : attributes[name]) ?? null]),
  );
}

const namesOf = (parameters: unknown): readonly string[] =>
  JSON.parse(String(parameters ?? '[]'))
    .map((name: string) => name.replace('attributes.', ''))
    .sort();

async function held(store: Store, source: ScriptedSource) {
  const rows: Record<string, string[]> = {};
  for (const dataset of ROOTS)
    rows[dataset] = inOrder(
      (await source.rows(dataset)).map((row) => [
        row.external_id,
        valuesOf(dataset, row),
        row.absent_since === null ? 'present' : 'absent',
      ]),
    );
  const apps = (await source.rows('device_app')).map((row) => [
    row.device_external_id,
    row.app_id,
    valuesOf('device_app', row),
    row.absent_since === null ? 'present' : 'absent',
  ]);
  const [state] = await store.db.selectFrom('source_state').selectAll().where('source', '=', source.name).execute();
  const pollState = parsePollState(state?.checkpoint ?? null);
  const keys = await store.db.selectFrom('pass_key').selectAll().where('source', '=', source.name).execute();
  const holds = (await source.rows('deletion_hold')).map((h) => [
    h.dataset,
    h.state,
    h.absent,
    h.total,
    namesOf(h.parameters),
  ]);
  return {
    rows,
    apps: inOrder(apps),
    checkpoint: pollState.fingerprint === '' ? null : pollState.checkpoint,
    passes: inOrder(
      Object.entries(pollState.fingerprint === '' ? {} : pollState.unfinished).map(([dataset, { pass }]) => [
        dataset,
        [
          ...new Set(
            keys.filter((k) => k.dataset === dataset && Number(k.pass) === pass).map((k) => hex(k.record_key)),
          ),
        ].sort(),
      ]),
    ),
    whole: Object.keys(JSON.parse(state?.passes ?? '{}')).sort(),
    holds: inOrder(holds),
    told: inOrder(
      (await source.rows('change')).map((e) => [
        e.dataset,
        hex(e.owner_key),
        e.kind,
        e.parameter,
        e.old_value,
        e.new_value,
      ]),
    ),
    runs: (await source.rows('poll_run')).map((r) => [
      r.outcome,
      r.error_code === 'collector-ended' ? null : r.error_code,
    ]),
  };
}

function wanted(source: SourceModel): Awaited<ReturnType<typeof held>> {
  const known = source.checkpoint !== null || source.passes.size > 0;
  return {
    rows: Object.fromEntries(
      ROOTS.map((dataset) => [
        dataset,
        inOrder(
          [...source.rows[dataset]].map(([id, row]) => [
            id,
            row.values,
            row.absentSince === null ? 'present' : 'absent',
          ]),
        ),
      ]),
    ),
    apps: inOrder(
      [...source.apps].flatMap(([device, apps]) =>
        [...apps].map(([id, app]) => [device, id, app.values, app.absentSince === null ? 'present' : 'absent']),
      ),
    ),
    checkpoint: known && !source.isVoid ? source.checkpoint : null,
    passes: inOrder(
      source.isVoid
        ? []
        : [...source.passes].map(([dataset, { keys }]) => [dataset, [...keys].map((id) => hex(keyOf([id]))).sort()]),
    ),
    whole: [...source.whole.keys()].sort(),
    holds: inOrder([
      ...Object.entries(source.holds).flatMap(([dataset, { all }]) =>
        all.map((h) => [dataset, h.state, h.absent, h.total, []]),
      ),
      ...Object.entries(source.valueHolds).flatMap(([dataset, { all }]) =>
        all.map((h) => [dataset, h.state, h.absent, h.total, [...h.parameters].sort()]),
      ),
    ]),
    told: inOrder(source.told.map((t) => [t.dataset, hex(keyOf([t.owner])), t.kind, t.parameter, t.before, t.after])),
    runs: source.runs.map((run) => [run.outcome, run.error]),
  };
}
