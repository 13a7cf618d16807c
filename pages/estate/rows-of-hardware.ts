// Asks for further rows of devices, with the names of their users: one call for all of them.
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import type { Page } from '../api/use-list.ts';
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

/** Of what is listed, as it grows; nothing while it is asked for, or where that fails. */
export function useOtherRows(rows: readonly DeviceRow[]): readonly DeviceRow[] {
  const [others, setOthers] = useState<readonly DeviceRow[]>([]);
  const ids = hardwareIdsOf(rows.slice(-AT_ONCE));
  const question = ids.join();
  useEffect(() => {
    rowsWith('hardwareId.in', question === '' ? [] : question.split(',')).then(
      (found) => setOthers((before) => [...before, ...found]),
      () => undefined,
    );
  }, [question]);
  return others;
}

async function rowsWith(filter: string, values: readonly string[]): Promise<readonly DeviceRow[]> {
  if (values.length === 0) return [];
  const body = { dataset: 'devices', filters: { [filter]: values }, fields: NAMED_FIELDS, limit: 1_000 };
  const { items } = await ask<Page<DeviceRow>>('search', { method: 'POST', body });
  return items;
}
