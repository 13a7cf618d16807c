// The connector against a real OpenLDAP server, which speaks StartTLS on its plain port.
import { cp } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Attribute, Change } from 'ldapts';
import { peersOf } from '../../../lib/net/peers.ts';
import { startProxy, type TcpProxy } from '../../real/proxy.ts';
import { BASE, READER, type Slapd, type SlapdOptions, slapdIsInstalled, startSlapd } from '../../real/slapd.ts';
import { connectorOf, contextOf, type Outcome, poll as pollAt } from './polling.ts';

const real = slapdIsInstalled() ? describe : describe.skip;
const dnOf = (i: number): string => `uid=person${i},ou=people,${BASE}`;
/** The server's clock is the machine's. */
const NOW = new Date();
const laterThan = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);
const poll = (...[source, options, onStep]: Parameters<typeof pollAt>): Promise<Outcome> =>
  pollAt(source, { now: NOW, ...options }, onStep);

real('a real OpenLDAP server', () => {
  const servers: Slapd[] = [];
  let proxies: TcpProxy[] = [];
  beforeEach(() => {
    proxies = [];
  });
  afterEach(async () => {
    for (const proxy of proxies) await proxy.close();
    for (const server of servers.splice(0)) await server.remove();
  });

  async function directory(options: SlapdOptions, more: Record<string, unknown> = {}) {
    const server = await startSlapd(options);
    servers.push(server);
    const proxy = await startProxy({ host: server.host, port: server.port });
    proxies.push(proxy);
    const url = `ldap://127.0.0.1:${proxy.port}`;
    return { server, proxy, connector: connectorOf({ url, caFile: server.caFile, pageSize: 10, ...READER, ...more }) };
  }

  it('is read whole through StartTLS, the password never in clear', async () => {
    const { proxy, connector } = await directory({ people: 25 });
    const [pass, peers] = await peersOf(() => poll(connector));
    expect(pass.error).toBeNull();
    expect(peers).toMatchObject([{ protocol: expect.stringMatching(/^TLSv1\.[23]$/), issuer: expect.any(String) }]);
    expect(pass.complete).toMatchObject({ marker: 'empty-cookie', rows: 25 });
    expect(pass.rows[0]).toMatchObject({
      account_name: 'person0',
      display_name: 'Anna Person0',
      distinguished_name: dnOf(0),
    });
    expect(pass.rows[0]?.external_id).toMatch(/^[0-9a-f]{8}-/);
    expect(Buffer.concat(proxy.sent).includes(READER.password)).toBe(false);
    expect(await (await connector).describe(contextOf())).toEqual({ product: 'OpenLDAP', version: 'unknown' });
  });

  it('that lists a suffix within another is read by both, and each person counted once', async () => {
    const { connector } = await directory({ people: 25, within: true });
    const pass = await poll(connector);
    expect(pass.error).toBeNull();
    expect(new Set(pass.rows.map((row) => row.external_id)).size).toBe(25);
    expect(pass.complete).toMatchObject({ rows: 25, again: pass.rows.length - 25 });
    expect(pass.rows.length).toBe(50);
  });

  it('is not read again while its contextCSN stands still, but daily', async () => {
    const { connector } = await directory({ people: 15 });
    const { checkpoint } = await poll(connector);
    const soon = await poll(connector, { checkpoint, now: laterThan(23) });
    const later = await poll(connector, { checkpoint, now: laterThan(24) });
    expect(soon.started).toBe(false);
    expect(later.rows).toHaveLength(15);
  });

  it('tells changes as rows and deletions by the keys that are left, proven by a complete pass', async () => {
    const { server, connector } = await directory({ people: 15 });
    const first = await poll(connector);
    await server.admin.modify(
      dnOf(3),
      new Change({ operation: 'replace', modification: new Attribute({ type: 'title', values: ['Nurse'] }) }),
    );
    await server.admin.del(dnOf(4));
    const next = await poll(connector, { checkpoint: first.checkpoint, now: laterThan(1) });
    const gone = first.rows.find((row) => row.account_name === 'person4')?.external_id;
    expect(next.rows).toContainEqual(expect.objectContaining({ account_name: 'person3', job_title: 'Nurse' }));
    expect(next.rows.length).toBeLessThan(3);
    expect(next.present).toHaveLength(14);
    expect(next.present).not.toContain(gone);
    expect(next.complete).toEqual({ marker: 'empty-cookie', rows: 14, again: next.rows.length });
    expect(next.checkpoint).toMatchObject({ fullPassAt: NOW.toISOString() });
  });

  it('tells at once that people have another name because a container was renamed', async () => {
    const { server, connector } = await directory({ people: 12 });
    const { checkpoint } = await poll(connector);
    await server.admin.modifyDN(`ou=people,${BASE}`, 'ou=staff');
    const { rows, complete } = await poll(connector, { checkpoint, now: laterThan(1) });
    const names = rows.map((row) => String(row.distinguished_name));
    expect(new Set(names.filter((name) => name.includes(',ou=staff,'))).size).toBe(12);
    expect(complete?.rows).toBe(12);
  });

  it('proves nothing where the account may not see the keys', async () => {
    const access = ['access to attrs=entryUUID by users none by * auth', 'access to * by * read'];
    const { connector } = await directory({ people: 5, access });
    const { checkpoint, rows } = await poll(connector);
    expect(rows.every((row) => row.external_id === null)).toBe(true);
    const former = `${BASE} 20200101000000.000000Z#000000#000#000000`;
    const next = await poll(connector, { checkpoint: { ...checkpoint, contextCsn: [former] } });
    expect(next).toMatchObject({ error: { code: 'incomplete' }, complete: null });
  });

  it('is read whole every time where it keeps no contextCSN', async () => {
    const { connector } = await directory({ people: 5, syncprov: false });
    const first = await poll(connector);
    // slapadd -w writes one; without the overlay it may stand still while entries change.
    expect((await poll(connector, { checkpoint: { ...first.checkpoint, contextCsn: [] } })).rows).toHaveLength(5);
  });

  it('is read whole while it writes in the future, as its clock or ours has it, and as before when that is over', async () => {
    const { connector } = await directory({ people: 15 });
    const { checkpoint: kept } = await poll(connector);
    const ahead = await poll(connector, { checkpoint: kept, now: laterThan(-2) });
    const still = await poll(connector, { checkpoint: ahead.checkpoint, now: laterThan(-1.9) });
    expect([ahead, still].map(({ complete, rows }) => [complete?.rows, rows.length])).toEqual([
      [15, 15],
      [15, 15],
    ]);
    const over = await poll(connector, { checkpoint: still.checkpoint });
    expect(over.rows).toHaveLength(15);
    expect((await poll(connector, { checkpoint: over.checkpoint })).started).toBe(false);
  });

  it('is read without proof while it is behind what it was: put back to an older state, or a replica', async () => {
    const { server, connector } = await directory({ people: 15 });
    await server.stop();
    await cp(server.database, `${server.database}-old`, { recursive: true });
    await server.start();
    const newcomer = { objectClass: 'inetOrgPerson', uid: 'person99', cn: 'Anna Person99', sn: 'Person99' };
    await server.admin.add(dnOf(99), newcomer);
    const before = await poll(connector);
    await server.stop();
    await cp(`${server.database}-old`, server.database, { recursive: true });
    await server.start();

    const { checkpoint } = before;
    const behind = await poll(connector, { checkpoint, now: laterThan(25) });
    expect(before.complete?.rows).toBe(16);
    expect(behind).toMatchObject({ error: null, rows: { length: 15 }, started: false, complete: null });
    const still = await poll(connector, { checkpoint: behind.checkpoint, now: laterThan(48) });
    expect([still.rows.length, still.complete]).toEqual([15, null]);
    expect(still.checkpoint).toMatchObject({ strangers: 2 });
    const forGood = await poll(connector, { checkpoint: { ...still.checkpoint, strangers: 10 }, now: laterThan(49) });
    expect(forGood.complete?.rows).toBe(15);

    await server.admin.add(dnOf(98), { ...newcomer, uid: 'person98' });
    const caughtUp = await poll(connector, { checkpoint: behind.checkpoint, now: laterThan(1) });
    expect(caughtUp.present).toHaveLength(16);
    expect(caughtUp.complete?.rows).toBe(16);
  });

  it('is read whole beside a referral to another server, which is not followed', async () => {
    const { server, connector } = await directory({ people: 15 });
    await server.admin.add(`ou=elsewhere,${BASE}`, {
      objectClass: ['referral', 'extensibleObject'],
      ou: 'elsewhere',
      ref: `ldap://127.0.0.1:1/ou=elsewhere,${BASE}`,
    });
    expect(await poll(connector)).toMatchObject({ error: null, complete: { rows: 15 } });
  });

  it('completes nothing when it is killed in the middle, and is read whole when it is back', async () => {
    const { server, connector } = await directory({ people: 50 });
    const killed = await poll(connector, {}, async (step) => {
      if (step.dataset === 'directory_user' && 'rows' in step) await server.stop('SIGKILL');
    });
    expect(killed).toMatchObject({ error: { code: 'reset' }, rows: { length: 10 }, complete: null, checkpoint: null });
    expect((await poll(connector)).error).toMatchObject({ code: expect.stringMatching(/^(refused|reset)$/) });
    await server.start();
    expect(await poll(connector)).toMatchObject({ error: null, complete: { rows: 50 } });
  });

  it('completes nothing when it ends a connection that idled between two pages', async () => {
    const { server, connector } = await directory({ people: 50 });
    let waited = false;
    const slow = await poll(connector, {}, async (step) => {
      if (waited || step.dataset !== 'directory_user' || !('rows' in step)) return;
      waited = true;
      // Of this connection: others idle, too.
      const connection = [...server.log().matchAll(/(conn=\d+ )op=\d+ SRCH/g)].at(-1)?.[1];
      if (connection === undefined) throw new Error('the server tells no search');
      const isEnded = (line: string): boolean => line.includes(connection) && line.includes('(idletimeout)');
      // Not before: a slow machine idles, too.
      await server.endIdle(1);
      while (!server.log().split('\n').some(isEnded)) await setImmediate();
    });
    expect(slow).toMatchObject({ error: { code: 'reset' }, rows: { length: 10 }, complete: null, checkpoint: null });
    await server.stop();
    await server.start();
    expect(await poll(connector)).toMatchObject({ error: null, complete: { rows: 50 } });
  });

  it.each([
    ['counted over all pages', 'size.soft=20 size.hard=20', 'ldap-4'],
    ['smaller than the page', 'size.pr=5 size.prtotal=unlimited', 'ldap-11'],
    ['that forbids paging', 'size.prtotal=disabled', 'ldap-11'],
  ])('never passes a size limit off as success: one %s', async (_, limits, code) => {
    const { connector } = await directory({ people: 50, limits });
    const pass = await poll(connector);
    expect(pass.error).toMatchObject({ code });
    expect(pass).toMatchObject({ complete: null, checkpoint: null });
  });

  it('is asked for the collected attributes and for no other', async () => {
    const { server, connector } = await directory({ people: 5 }, { exclude: ['o'] });
    await poll(connector);
    const lists = [...server.log().matchAll(/SRCH attr=(.+)/g)].map(([, list = '']) => list.split(' '));
    const asked = new Set(lists.flat());
    expect(asked).toContain('entryUUID');
    for (const name of ['o', 'description', 'manager', 'homePhone', 'jpegPhoto', 'userPassword', '*', '+'])
      expect(asked).not.toContain(name);
  });

  it('refuses a wrong password without trying again', async () => {
    const { proxy, connector } = await directory({ people: 1 }, { password: 'wrong' });
    expect((await poll(connector)).error).toMatchObject({ code: 'ldap-49' });
    expect(proxy.sent).toHaveLength(1);
  });

  it('sends no password where StartTLS is refused', async () => {
    const { proxy, connector } = await directory({ people: 1, tls: false });
    expect((await poll(connector)).error).toMatchObject({ code: 'tls' });
    expect(Buffer.concat(proxy.sent).toString('latin1')).not.toMatch(/Reader|cn=reader/);
  });

  it('never sends the password in clear when the connection is lost, whenever that is', async () => {
    const { proxy, connector } = await directory({ people: 30 });
    const lengths = [0, 20, 700, 1500, 2500, 4000];
    for (const length of lengths) {
      proxy.cutAfterBytes = length;
      const pass = await poll(connector);
      expect([length, pass.error, pass.complete]).toEqual([
        length,
        expect.objectContaining({ name: 'SourceError' }),
        null,
      ]);
    }
    // One connection each, and behind the StartTLS request (31 bytes) nothing but TLS records.
    expect(proxy.sent).toHaveLength(lengths.length);
    for (const bytes of proxy.sent) {
      expect(bytes.subarray(0, 31).toString('latin1')).toContain('1.3.6.1.4.1.1466.20037');
      if (bytes.length > 31) expect(bytes.subarray(31, 33).toString('hex')).toBe('1603');
      expect(bytes.toString('latin1')).not.toMatch(/Reader-Passw0rd|cn=reader/);
    }
  });

  it('that falls silent before or in the TLS handshake is given up in time', async () => {
    const { proxy, connector } = await directory({ people: 1 }, { connectTimeoutSeconds: 1 });
    proxy.silent = true;
    expect((await poll(connector)).error).toMatchObject({ code: 'timeout' });
  });
});
