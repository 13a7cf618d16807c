// Asks for further rows of devices, with the names of their users: one call for all of them.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import type { Page } from '../api/use-list.ts';
import { keptOfEntries } from '../shell/kept.ts';
import { type DeviceRow, type FoundDevice, NAMED_FIELDS } from './api.ts';
import { hardwareIdsOf } from './hardware.ts';

/** The API takes so many values of one filter. */
const AT_ONCE = 100;

/** Of what a search found: by the hardware, or of a row alone by the id of its system. */
export async function rowsOfFound(devices: readonly FoundDevice[]): Promise<readonly DeviceRow[]> {
  const alone = devices.filter(({ hardwareId }) => hardwareId === null).map(({ externalId }) => externalId);
  const answers = await Promise.all([
    rowsWith('hardwareId.in', hardwareIdsOf(devices)),
    rowsWith('externalId.in', alone),
  ]);
  return answers.flat();
}

const kept = keptOfEntries<ReadonlyMap<string, readonly DeviceRow[]>>();

/** Of what is listed, as it grows; nothing while it is asked for, or where that fails. */
export function useOtherRows(rows: readonly DeviceRow[]): readonly DeviceRow[] {
  const [found, setFound] = useState(kept.get('') ?? new Map<string, readonly DeviceRow[]>());
  const question = hardwareIdsOf(rows.slice(-AT_ONCE)).join();
  useEffect(() => {
    if (question === '' || found.has(question)) return;
    rowsWith('hardwareId.in', question.split(',')).then(
      (others) => setFound((before) => new Map([...before, [question, others] as const])),
      () => undefined,
    );
  }, [question]);
  useEffect(() => kept.set('', found), [found]);
  // A row may be among those of several questions.
  return [...new Map([...found.values()].flat().map((row) => [row.id, row])).values()];
}

async function rowsWith(filter: string, values: readonly string[]): Promise<readonly DeviceRow[]> {
  if (values.length === 0) return [];
  const body = { dataset: 'devices', filters: { [filter]: values }, fields: NAMED_FIELDS, limit: 1_000 };
  const { items } = await ask<Page<DeviceRow>>('search', { method: 'POST', body });
  return items;
}
