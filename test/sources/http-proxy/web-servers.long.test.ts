// A real Apache and a real nginx of Debian serve real requests, and what they log of them is told by the source: their
// common and combined formats with a host of the source, and one that has the host in front.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isInstalled, SITES, startWebServer, type WebServer, type WebServerName } from '../../real/web-servers.ts';
import { openTestStore, type TestStore } from '../../store/databases.ts';
import { readLog } from './reading.ts';

const PEOPLE = ['anna@corp.example', 'bert@corp.example', 'corp\\carl', 'dora "d" smith', 'zoë@corp.example'];
const FORMATS = ['common', 'combined', 'host'] as const;
type Format = (typeof FORMATS)[number];

describe.each(['apache', 'nginx'] as const)('what a real %s logs', (name: WebServerName) => {
  const real = isInstalled(name) ? it : it.skip;
  let server: WebServer | undefined;
  let opened: TestStore | undefined;
  let sent = 0;
  beforeAll(async () => {
    if (isInstalled(name))
      [server, opened] = await Promise.all([startWebServer(name, PEOPLE), openTestStore('sqlite')]);
  });
  afterAll(async () => {
    await Promise.all([server?.stop(), opened?.remove()]);
  });

  async function round(from: WebServer): Promise<void> {
    const [www, wiki] = SITES;
    const get = async (site: string, path: string, user?: string): Promise<number> => {
      sent += 1;
      return from.get(site, path, user);
    };
    for (const user of PEOPLE) {
      // What a file begins with tells it apart, and both rounds may be of one second.
      expect(await get(www, `/index.html?q=secret${sent}`, user)).toBe(200);
      expect(await get(wiki, '/sp%20ace', user)).toBe(200);
      expect(await get(www, '/no-such-page', user)).toBe(404);
    }
    expect(await get(wiki, '/')).toBe(401);
    await from.logged(sent);
  }

  const read = (format: Format, from: WebServer, { store }: TestStore) =>
    readLog(store, `${name}-${format}`, {
      paths: [from.folderOf(format)],
      format: format === 'common' ? 'common' : 'combined',
      hosts: 'full',
      ...(format === 'host' ? {} : { host: 'intra.example' }),
    });
  const totalsOf = async (format: Format, { store }: TestStore) => {
    const rows = await store.rows
      .selectFrom('http_total')
      .select(['name', 'requests', 'errors', 'persons'])
      .where('source', '=', `${name}-${format}`)
      .where('kind', '=', 'host')
      .orderBy('name')
      .execute();
    return rows.map((row) => ({ ...row }));
  };
  /** People are named in several ways here: surely different are those that are named in the one that most are. */
  const rounds = (format: Format, n: number) => {
    const of = (host: string, requests: number, errors: number, persons: number) => ({
      name: host,
      requests: requests * n,
      errors: errors * n,
      persons,
    });
    const [www, wiki] = SITES;
    return format === 'host' ? [of(wiki, 6, 1, 3), of(www, 10, 5, 3)] : [of('intra.example', 16, 6, 3)];
  };

  real('is told by every format, also across a rotation, each line once', async () => {
    if (!server || !opened) throw new RangeError(name);
    await round(server);
    for (const format of FORMATS) {
      expect(await read(format, server, opened)).toMatchObject({ outcome: 'complete', rejected: 0 });
      expect([format, await totalsOf(format, opened)]).toEqual([format, rounds(format, 1)]);
    }
    await server.rotate();
    await round(server);
    for (const format of FORMATS) {
      expect(await read(format, server, opened)).toMatchObject({ outcome: 'complete', rejected: 0 });
      await read(format, server, opened);
      expect([format, await totalsOf(format, opened)]).toEqual([format, rounds(format, 2)]);
    }
  });
});
