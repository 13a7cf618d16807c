// What was searched for last, and what was found.
import { ask } from '../api/client.ts';
import type { Page } from '../api/use-list.ts';
import { may } from '../shell/rights.ts';
import { keptWithKey } from '../shell/session.ts';
import { type DeviceRow, FOUND_MAILBOX_FIELDS, type Found, type FoundMailbox } from './api.ts';
import { rowsOfFound } from './rows-of-hardware.ts';
import type { Understood } from './understood.ts';

/** What was typed, and what of it is asked for. */
export interface Question {
  readonly typed: string;
  readonly asked: Understood;
}

export interface Searched extends Found, Question {
  /** Other rows of the devices that were found. */
  readonly others: readonly DeviceRow[];
  readonly mailboxes: readonly FoundMailbox[];
  readonly areMailboxesCut: boolean;
}

/** In memory, so that going back from what was found comes to it again; it goes with the key. */
export const searched = keptWithKey<Searched | null>(null);

/** With the further rows of the devices, by one more call; `before` goes on behind what was found. */
export async function searchFor(
  { typed, asked }: Question,
  before: Searched | null,
  signal: AbortSignal,
): Promise<Searched> {
  const { q } = asked;
  const cursor = before?.nextCursor ?? undefined;
  const [found, boxes] = await Promise.all([
    ask<Found>('search', { method: 'POST', body: { q, ...(cursor && { cursor }) }, signal }),
    // All that are shown came with the first page.
    before ? { items: before.mailboxes, nextCursor: null } : mailboxesOf(q, signal),
  ]);
  const others = await rowsOfFound(found.devices);
  signal.throwIfAborted();
  const named = new Map(others.map((row) => [row.id, row]));
  return {
    ...{ ...found, typed, asked },
    users: [...(before?.users ?? []), ...found.users],
    devices: [...(before?.devices ?? []), ...found.devices.map((device) => ({ ...named.get(device.id), ...device }))],
    others: [...(before?.others ?? []), ...others],
    mailboxes: boxes.items,
    areMailboxesCut: before?.areMailboxesCut ?? boxes.nextCursor !== null,
  };
}

const MOST = 20;

/** By the beginning of name, UPN and address. */
async function mailboxesOf(q: string, signal: AbortSignal): Promise<Page<FoundMailbox>> {
  if (!may('listMailboxes')) return { items: [], nextCursor: null };
  const body = { dataset: 'mailboxes', q, fields: FOUND_MAILBOX_FIELDS, limit: MOST };
  return ask<Page<FoundMailbox>>('search', { method: 'POST', body, signal });
}
