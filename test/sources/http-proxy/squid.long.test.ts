// A real Squid of Debian serves real requests, and what it logs of them is told by the source, in each of its formats.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FORMATS, type FormatName, type Squid, squidIsInstalled, startSquid } from '../../real/squid.ts';
import { openTestStore, type TestStore } from '../../store/databases.ts';
import { readLog } from './reading.ts';

const real = squidIsInstalled() ? describe : describe.skip;
const HOSTS = ['www.shop.example', 'cdn.shop.example', 'bücher.example', 'www.blocked.example', 'ads.unasked.example'];
const PEOPLE = ['anna@corp.example', 'bert@corp.example', 'corp\\carl', 'dora smith'];

real('what a real Squid logs', () => {
  let squid: Squid;
  let opened: TestStore;
  let sent = 0;
  beforeAll(async () => {
    [squid, opened] = await Promise.all([startSquid(HOSTS), openTestStore('sqlite')]);
  });
  afterAll(async () => {
    await Promise.all([squid?.stop(), opened?.remove()]);
  });

  const get = async (host: string, path: string, user?: string): Promise<number> => {
    sent += 1;
    return squid.get(host, path, user);
  };
  /** A round of everything: each person shops twice, tries what is blocked, and is asked once who it is. */
  async function round(): Promise<void> {
    for (const user of PEOPLE) {
      expect(await get('www.shop.example', '/secret?q=1', user)).toBe(200);
      expect(await get('cdn.shop.example', '/sp%20ace', user)).toBe(200);
      expect(await get('www.blocked.example', '/', user)).toBe(403);
      sent += 1;
      expect(await squid.tunnel('www.shop.example', user)).toBe(200);
    }
    expect(await get('www.shop.example', '/')).toBe(407);
    expect(await get('ads.unasked.example', '/')).toBe(403);
    await squid.logged(sent);
  }

  const read = async (format: FormatName) =>
    readLog(opened.store, `squid-${format}`, { paths: [squid.folderOf(format)], format: FORMATS[format] });
  const totalsOf = async (format: FormatName) => {
    const rows = await opened.store.rows
      .selectFrom('http_total')
      .select(['kind', 'name', 'requests', 'blocked', 'persons'])
      .where('source', '=', `squid-${format}`)
      .where('kind', 'in', ['blocked', 'host'])
      .orderBy('kind')
      .orderBy('name')
      .execute();
    return rows.map((row) => ({ ...row }));
  };
  /** People are named in two ways: surely different are those that are named in one of them. */
  const rounds = (n: number) => [
    { kind: 'blocked', name: 'blocked.example', requests: 4 * n, blocked: 4 * n, persons: 2 },
    { kind: 'blocked', name: 'unasked.example', requests: n, blocked: n, persons: 1 },
    { kind: 'host', name: 'blocked.example', requests: 4 * n, blocked: 4 * n, persons: 2 },
    { kind: 'host', name: 'shop.example', requests: 12 * n, blocked: 0, persons: 2 },
    { kind: 'host', name: 'unasked.example', requests: n, blocked: n, persons: 1 },
  ];

  it('is told by every format alike, also across a rotation, each line once', async () => {
    await round();
    for (const format of ['squid', 'combined', 'lens'] as const) await read(format);
    expect(await totalsOf('squid')).toEqual(rounds(1));
    await squid.rotate();
    await round();
    for (const format of ['squid', 'combined', 'lens'] as const) {
      expect(await read(format)).toMatchObject({ outcome: 'complete', rejected: 0 });
      await read(format);
      expect([format, await totalsOf(format)]).toEqual([format, rounds(2)]);
    }
  });
});
