// What is asked of the API: each kind of request on the first page and on the last, ten devices a page.
import { z } from 'zod';
import type { RunningHost } from './running-host.ts';

export const APPS_PER_DEVICE = 2;
const A_PAGE = 10;
const MOST = 1_000;

export interface ApiRequests {
  readonly name: string;
  /** Paths behind `/api/`. */
  readonly first: string;
  readonly last: string;
}

const page = z.object({ items: z.array(z.object({ id: z.string() })), nextCursor: z.string().nullable() });

/** All devices of the bench's source match each of these. */
const LISTS = {
  list: 'devices?',
  filter: 'devices?osVersion.startsWith=17&sort=-lastSeenAt&',
  search: 'devices?q=lens&',
} as const;

export async function requestsOf(host: RunningHost, devices: number): Promise<readonly ApiRequests[]> {
  const requests: ApiRequests[] = [];
  for (const [name, path] of Object.entries(LISTS)) {
    const cursor = await cursorAfter(host, path, devices - A_PAGE);
    const first = `${path}limit=${A_PAGE}`;
    requests.push({ name, first, last: `${first}&cursor=${cursor}` });
  }
  const [list] = requests;
  if (!list) throw new TypeError('there is no list');
  const [first, last] = [await firstId(host, list.first), await firstId(host, list.last)];
  return [...requests, { name: 'detail', first: `devices/${first}`, last: `devices/${last}` }];
}

/** A cursor holds for any limit: so large pages lead to the last one. */
async function cursorAfter(host: RunningHost, path: string, rows: number): Promise<string> {
  let cursor = '';
  for (let left = rows; left > 0; left -= Math.min(left, MOST)) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { nextCursor } = page.parse(JSON.parse(await host.get(`${path}limit=${Math.min(left, MOST)}${after}`)));
    if (nextCursor === null) throw new Error('the list ended too early');
    cursor = encodeURIComponent(nextCursor);
  }
  const { items, nextCursor } = page.parse(JSON.parse(await host.get(`${path}limit=${A_PAGE}&cursor=${cursor}`)));
  if (items.length !== A_PAGE || nextCursor !== null) throw new Error('that was not the last page');
  return cursor;
}

async function firstId(host: RunningHost, path: string): Promise<string> {
  return page.parse(JSON.parse(await host.get(path))).items[0]?.id ?? '';
}
