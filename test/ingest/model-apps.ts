// Apps in the model of a poll: they come with the devices whose apps these are, all of them.
import type { DatasetCounts } from '../../lib/ingest/run.ts';
import type { SourceRow } from '../../lib/sources/contract.ts';
import { type Instant, keep, type ModelRow, type Values } from './model-rows.ts';
import type { Collected } from './model-switches.ts';

interface AppsOfDevice {
  /** By id, as they are stored. */
  readonly known: ReadonlyMap<string, ModelRow>;
  readonly rows: readonly SourceRow[];
  /** Whether any may be stored. */
  readonly allowed: boolean;
}

/** What is stored of one device behind a page; `counts` has what became of its rows. */
export function appsBehind(
  { known, rows, allowed }: AppsOfDevice,
  counts: DatasetCounts,
  { at, collected, read }: { at: Instant; collected: Collected; read: (row: SourceRow) => Values },
): Map<string, ModelRow> {
  const apps = new Map<string, ModelRow>();
  for (const row of rows) {
    if (typeof row.app_id !== 'string') continue;
    const values = read(row);
    const before = known.get(row.app_id);
    const text = JSON.stringify(values);
    const kept = before ? keep('device_app', before, values, { at, collected }) : { values, lost: [], lostAt: at };
    // The same as it was read before: it keeps what it kept.
    const same = before?.read === text ? before : { ...kept, read: text };
    apps.set(row.app_id, { ...same, absentSince: null, firstSeen: before?.firstSeen ?? at });
  }
  const isSomeUnreadable = rows.some((row) => typeof row.app_id !== 'string');
  for (const [id, before] of known) {
    const now = apps.get(id);
    if (now && now.read !== before.read) counts.updated += 1;
    // One that could not be read may be it.
    if (!now && isSomeUnreadable) apps.set(id, before);
    // What may not be stored any more leaves at once.
    else if (!now && !allowed) counts.removed += 1;
    else if (!now) apps.set(id, { ...before, absentSince: before.absentSince ?? at });
  }
  return apps;
}
