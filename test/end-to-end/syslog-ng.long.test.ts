// A real syslog-ng pushes lines over TLS with a private authority, by the configurations of docs/shippers, while collectors
// die, answers are lost behind the commit, leases are held by the dead, and two collectors take turns: each line is stored once.
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { acquireLease } from '../../lib/store/lease.ts';
import { createAuthority } from '../../local/fleet/authority.ts';
import { keepSecret } from '../../local/fleet/folder.ts';
import { Front } from '../real/front.ts';
import { freePort, untilAccepting } from '../real/processes.ts';
import { SyslogNg, syslogNgIsInstalled } from '../real/syslog-ng.ts';
import { squid } from '../sources/http-proxy/squid-lines.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';

const real = syslogNgIsInstalled() ? describe : describe.skip;
const SOURCES = ['lost', 'killed', 'held', 'two', 'distrusted', 'shipper', 'relayed'] as const;
type SourceName = (typeof SOURCES)[number];
const KEY = 'a key of thirty-two letters or so';

real('a real syslog-ng', () => {
  let company: Company;
  let front: Front;
  let shipper: SyslogNg;
  let lens: CollectorProcess;
  beforeAll(async () => {
    company = await Company.start({ users: 5, devices: 5 });
    keepSecret(company.folder, 'push-key', KEY);
    company.writeSources(
      ...SOURCES.map((name) => ({
        name,
        type: 'http-proxy',
        format: 'squid',
        purpose: 'Shows what is promised.',
        requests: true,
        push: { keys: [company.secret('push-key')] },
      })),
    );
    front = await Front.start(company.fleet.authority.issueServer());
    lens = await company.collector();
    for (const name of SOURCES)
      await eventually('it is polled', async () => (await lens.source(name)).lastSuccessAt ?? undefined);
  });
  beforeEach(() => {
    front.targets = [lens.url];
    front.fate = () => 'answer';
    front.onForward = () => {};
    front.lost = 0;
    // Lines of another test are the same.
    front.delivered = '';
  });
  afterEach(async () => shipper?.remove());
  afterAll(async () => {
    await front?.close();
    await company?.close();
  });

  const NOW = Date.now();
  const line = (n: number): string =>
    squid(`p${n % 7}@corp.example`, `http://w${n}.example/`, { at: NOW - 5_000_000 + n });
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const log = (...n: readonly number[]): void => appendFileSync(shipper.at('access.log'), n.map(line).join(''));
  /** Trickles: a batch is never full, so that what is sent again is cut anew. */
  async function trickle(from: number, to: number): Promise<void> {
    for (const n of numbers(from, to)) {
      log(n);
      await delay(n % 10 === 0 ? 25 : 3);
    }
  }

  const replaced = (name: SourceName) => ({
    'https://lens.example.org/api/ingest/squid': `${front.url}/api/ingest/${name}`,
    '/var/log/squid/access.log': shipper.at('access.log'),
    '/etc/ssl/certs/corp-ca.pem': join(company.folder, 'ca.pem'),
    'Bearer KEY': `Bearer ${KEY}`,
    'time-reopen(10)': 'time-reopen(1)',
  });
  async function ship(name: SourceName): Promise<void> {
    shipper = new SyslogNg('syslog-ng.conf');
    writeFileSync(shipper.at('access.log'), '');
    await shipper.start(replaced(name));
  }

  /** Lines that are stored singly, and lines that are counted. */
  async function stored(name: SourceName) {
    const { rows } = await company.store();
    const single = await rows.selectFrom('http_request').select('host').where('source', '=', name).execute();
    const counted = await rows
      .selectFrom('http_total')
      .select(({ fn }) => fn.sum('requests').as('n'))
      .where('source', '=', name)
      .where('kind', '=', 'host')
      .executeTakeFirst();
    return {
      single: single.length,
      different: new Set(single.map(({ host }) => host)).size,
      counted: Number(counted?.n ?? 0),
    };
  }
  /** All of them, once, when the last one has its answer: it is sent behind all others. */
  async function haveAll(name: SourceName, to: number): Promise<void> {
    const last = line(to).trim();
    const isDelivered = async () => front.delivered.includes(last) || undefined;
    await eventually(`line ${to} of ${name} is delivered`, isDelivered);
    expect(await stored(name)).toEqual({ single: to, different: to, counted: to });
  }

  it('that loses every third answer behind the commit, while lines trickle in', async () => {
    front.fate = (number) => (number % 3 === 0 ? 'lose' : 'answer');
    await ship('lost');
    await trickle(1, 2_000);
    front.fate = () => 'answer';
    await haveAll('lost', 2_000);
    expect(front.lost).toBeGreaterThan(1);
    expect((await lens.source('lost')).push?.known).toBeGreaterThan(0);
  });

  it('whose collector is killed in the middle of batches, and started anew', async () => {
    await ship('killed');
    const growing = trickle(1, 1_500);
    for (const afterMs of [0, 3, 30]) {
      const forwarded = Promise.withResolvers<void>();
      front.onForward = forwarded.resolve;
      await forwarded.promise;
      front.onForward = () => {};
      if (afterMs > 0) await delay(afterMs);
      await lens.kill();
      lens = await company.collector();
      front.targets = [lens.url];
    }
    await growing;
    await haveAll('killed', 1_500);
  });

  it('whose source a dead collector has the lease of', async () => {
    const store = await company.store();
    // A collector that was killed a moment ago may have been polling it.
    const lease = await eventually(
      'nobody holds it',
      async () => (await acquireLease(store, 'held', 'dead')) ?? undefined,
    );
    await ship('held');
    log(...numbers(1, 300));
    await haveAll('held', 300);
    const state = store.db.selectFrom('source_state').select(['holder', 'fence']).where('source', '=', 'held');
    expect(await state.executeTakeFirst()).toEqual({ holder: 'dead', fence: lease.fence });
  });

  it('whose batches two collectors take by turns, of which one dies, with answers lost', async () => {
    const other = await company.collector();
    front.targets = [lens.url, other.url];
    front.fate = (number) => (number % 3 === 0 ? 'lose' : 'answer');
    await ship('two');
    await trickle(1, 800);
    await other.kill();
    await trickle(801, 1_000);
    front.targets = [lens.url];
    front.fate = () => 'answer';
    await trickle(1_001, 1_050);
    await haveAll('two', 1_050);
    expect(front.lost).toBeGreaterThan(0);
  });

  it('that does not trust the certificate keeps its lines until it does', async () => {
    shipper = new SyslogNg('syslog-ng.conf');
    writeFileSync(shipper.at('access.log'), '');
    const right = replaced('distrusted');
    const strange = createAuthority(Date.now()).caPem;
    writeFileSync(shipper.at('strange.pem'), strange);
    await shipper.start({ ...right, '/etc/ssl/certs/corp-ca.pem': shipper.at('strange.pem') });
    log(...numbers(1, 100));
    await eventually('it complains', async () => /certificate|SSL/i.test(shipper.said) || undefined);
    expect(await stored('distrusted')).toMatchObject({ single: 0 });
    await shipper.stop();
    log(...numbers(101, 120));
    await shipper.start(right);
    await haveAll('distrusted', 120);
  });

  it('that is killed itself, and sends again what it had in flight', async () => {
    await ship('shipper');
    let n = 0;
    for (const _ of [1, 2, 3]) {
      await trickle(n + 1, n + 200);
      n += 200;
      await shipper.stop('SIGKILL');
      log(n + 1);
      n += 1;
      await shipper.start(replaced('shipper'));
    }
    await trickle(n + 1, n + 10);
    await haveAll('shipper', n + 10);
  });

  it('that relays what it gets by syslog keeps it on disk, while collectors are away and it is restarted', async () => {
    shipper = new SyslogNg('syslog-ng-relay.conf');
    const port = await freePort('127.0.0.1');
    const settings = {
      'https://lens.example.org/api/ingest/proxysg': `${front.url}/api/ingest/relayed`,
      '/etc/ssl/certs/corp-ca.pem': join(company.folder, 'ca.pem'),
      'Bearer KEY': `Bearer ${KEY}`,
      'time-reopen(10)': 'time-reopen(1)',
      'ip("0.0.0.0") port(514)': `ip("127.0.0.1") port(${port})`,
      '/var/lib/syslog-ng': shipper.at('buffer'),
      '1073741824': '10485760',
      '16777216': '1048576',
    };
    const send = async (from: number, to: number): Promise<void> => {
      await untilAccepting('127.0.0.1', port);
      const socket = connect(port, '127.0.0.1');
      const text = numbers(from, to)
        .map((n) => `<134>Nov 29 06:12:44 proxy squid[7]: ${line(n)}`)
        .join('');
      // It closes its side when it has read everything: what it has not, nobody could keep.
      socket.resume().end(text);
      await once(socket, 'close');
    };
    await shipper.start(settings);
    await send(1, 200);
    front.targets = ['http://127.0.0.1:9'];
    await send(201, 400);
    await eventually('it has none of them', async () => /error|retry|failed/i.test(shipper.said) || undefined);
    await shipper.stop();
    await shipper.start(settings);
    await send(401, 450);
    front.targets = [lens.url];
    await haveAll('relayed', 450);
  });
});
