// What was searched for last, and what was found.
import { ask } from '../api/client.ts';
import { keptWithKey } from '../shell/session.ts';
import type { DeviceRow, Found } from './api.ts';
import { rowsOfFound } from './rows-of-hardware.ts';
import type { Understood } from './understood.ts';

export interface Searched extends Found {
  readonly typed: string;
  readonly asked: Understood;
  /** Other rows of the devices that were found. */
  readonly others: readonly DeviceRow[];
}

/** In memory, so that going back from what was found comes to it again; it goes with the key. */
export const searched = keptWithKey<Searched | null>(null);

/** With the further rows of the devices, by one more call; `before` goes on behind what was found. */
export async function searchFor(q: string, before: Searched | null): Promise<Omit<Searched, 'typed' | 'asked'>> {
  const cursor = before?.nextCursor ?? undefined;
  const found = await ask<Found>('search', { method: 'POST', body: { q, ...(cursor && { cursor }) } });
  const others = await rowsOfFound(found.devices);
  const named = new Map(others.map((row) => [row.id, row]));
  return {
    ...found,
    users: [...(before?.users ?? []), ...found.users],
    devices: [...(before?.devices ?? []), ...found.devices.map((device) => ({ ...named.get(device.id), ...device }))],
    others: [...(before?.others ?? []), ...others],
  };
}
