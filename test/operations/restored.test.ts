import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../lib/clock.ts';
import { announceCollector, forgetCollectors, newCollector, seenCollectors } from '../../lib/collector.ts';
import { LeaseLost } from '../../lib/errors.ts';
import { HASH_KEYS, noteKeys } from '../../lib/key-checks.ts';
import { markRestored } from '../../lib/operations/restored.ts';
import { believe, lookAt } from '../../lib/retention/jump.ts';
import { SecretReference } from '../../lib/secrets.ts';
import type { Checkpoint } from '../../lib/sources/contract.ts';
import { openStore, type Store } from '../../lib/store/index.ts';
import { acquireLease, announceSource, type Lease, renewLease } from '../../lib/store/lease.ts';
import { run as rekeyed } from '../../local/rekeyed.ts';
import { run } from '../../local/restored.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { makeMigrated } from '../store/migrated-file.ts';
import { removeFolders, temporaryFolder } from '../store/processes.ts';

afterAll(removeFolders);

const NOW = { now: () => new Date() };
const KEYS = { AUDIT_KEY: `env:${keyNamed('RESTORED_KEY')}`, PHONE_KEY: 'env:RESTORED_KEY' };

function keyNamed(name: string): string {
  process.env[name] = randomBytes(32).toString('hex');
  return name;
}

/** What `npm run restored` prints of a database, and its exit code. */
async function running(
  file: string,
  args: readonly string[] = [],
  { clock = NOW, sources = '{ "sources": [] }', ...settings }: Given = {},
) {
  const said: string[] = [];
  const SOURCES_FILE = `${file}.json`;
  writeFileSync(SOURCES_FILE, sources);
  const environment = { DATABASE: `sqlite:${file}`, SOURCES_FILE, ...KEYS, ...settings };
  const code = await run(args, { environment, clock, print: (line) => void said.push(line) });
  return { code, said };
}
interface Given {
  readonly clock?: Clock;
  readonly sources?: string;
  readonly AUDIT_KEY?: string;
  readonly PHONE_KEY?: string;
}

const OLD = new Date(Date.now() - 400 * 86_400_000);

describe('a backup that VACUUM INTO made while a collector ran, restored after more happened', () => {
  let source: ScriptedSource;
  let restored: Store;
  let inFlight: Lease | null;
  let said: readonly string[];
  beforeAll(async () => {
    const folder = temporaryFolder();
    const [file, backup] = [join(folder, 'lens.db'), join(folder, 'backup.db')];
    await makeMigrated(`sqlite:${file}`);
    const store = await openStore({ database: `sqlite:${file}` });
    source = new ScriptedSource(store);
    await source.poll(function* () {
      yield* wholePass(devices(20));
      yield { dataset: 'device', rows: [], checkpoint: { link: 'of then' } };
    });
    const hit = { source: source.name, record_key: Buffer.alloc(16), occurred_at: OLD };
    await store.write((tx) => tx.insert('poll_run', [{ ...hit, run: 'old', collector: 'old', outcome: 'complete' }]));
    const held = await acquireLease(store, source.name, 'in the backup');
    using beside = new DatabaseSync(file);
    beside.exec(`VACUUM INTO '${backup}'`);
    // As many leases were given since as the backup would give again.
    inFlight = held && { ...held, fence: held.fence + 1 };
    await store.close();
    said = (await running(backup)).said;
    restored = await openStore({ database: `sqlite:${backup}`, migrate: false });
    source = Object.assign(new ScriptedSource(restored), { name: source.name });
  });
  afterAll(async () => restored?.close());

  it('says what is read anew', () => {
    expect(said).toContain(`Read anew: ${source.name}. What was overdue has left.`);
  });

  it('has lost what became overdue since, before anybody is answered', async () => {
    expect((await source.rows('poll_run')).filter(({ run }) => run === 'old')).toEqual([]);
  });

  it('is free to be polled at once, and refuses what a collector of before still writes', async () => {
    const lease = await acquireLease(restored, source.name, 'a');
    expect(lease).not.toBeNull();
    if (!inFlight) throw new Error('no lease was held');
    await expect(renewLease(restored, inFlight)).rejects.toBeInstanceOf(LeaseLost);
    await restored.write(({ db }) => db.updateTable('source_state').set({ lease_until: null }).execute());
  });

  it('is read whole, not from the checkpoint of then: who left since leaves with the first pass', async () => {
    const from: (Checkpoint | null)[] = [];
    const receipt = await source.poll(function* (context) {
      from.push(context.checkpoint);
      yield* wholePass(devices(18));
    });
    expect([receipt.outcome, from]).toEqual(['complete', [null]]);
    const rows = await source.rows('device');
    expect(rows.filter(({ absent_since }) => absent_since === null)).toHaveLength(18);
    expect(rows).toHaveLength(18);
  });
});

describe('a backup that is restored again', () => {
  it('gives out no number that a collector of before may hold, be the source older or younger than the backup', async () => {
    const folder = temporaryFolder();
    const [file, backup] = [join(folder, 'lens.db'), join(folder, 'backup.db')];
    const fences: (number | undefined)[] = [];
    const polledAfter = async (restore: boolean) => {
      if (restore) copyFileSync(backup, file);
      const store = await openStore({ database: `sqlite:${file}` });
      if (restore) await markRestored(store, []);
      await announceSource(store, 'younger', 'intune');
      for (const source of ['older', 'younger']) fences.push((await acquireLease(store, source, 'a'))?.fence);
      await store.close();
    };
    await makeMigrated(`sqlite:${file}`);
    const first = await openStore({ database: `sqlite:${file}` });
    await announceSource(first, 'older', 'intune');
    await first.close();
    copyFileSync(file, backup);
    for (const restore of [false, true, true]) await polledAfter(restore);
    expect(fences).not.toContain(undefined);
    expect(new Set(fences.filter((_, i) => i % 2 === 0)).size).toBe(3);
    expect(new Set(fences.filter((_, i) => i % 2 === 1)).size).toBe(3);
  });
});

describe('npm run restored', () => {
  const polled = async (): Promise<readonly [file: string, store: Store]> => {
    const file = join(temporaryFolder(), 'lens.db');
    await makeMigrated(`sqlite:${file}`);
    chmodSync(file, 0o600);
    const store = await openStore({ database: `sqlite:${file}` });
    const row = { source: 'old', record_key: Buffer.alloc(16), occurred_at: OLD, run: 'old', collector: 'old' };
    await announceSource(store, 'old', 'intune');
    // Of which no file was read yet.
    await announceSource(store, 'proxy', 'http-proxy');
    await store.write((tx) => tx.insert('poll_run', [{ ...row, outcome: 'complete' }]));
    return [file, store];
  };
  const fenceOf = async ({ db }: Store) =>
    (await db.selectFrom('source_state').select('fence').executeTakeFirstOrThrow()).fence;

  it('migrates nothing: a backup with an older schema is refused, and left as it is', async () => {
    const [file, store] = await polled();
    await store.close();
    using db = new DatabaseSync(file);
    const versionOf = () => db.prepare('SELECT max(version) AS version FROM schema_version').get()?.version;
    db.exec('DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)');
    const older = versionOf();
    await expect(running(file, ['--force'])).rejects.toMatchObject({ code: 'schema-older' });
    expect(versionOf()).toBe(older);
  });

  it('refuses beside a collector, until it is told that it was one of the backup, which is one no more', async () => {
    const [file, store] = await polled();
    await announceCollector(store, newCollector({ lensVersion: '1', hostVersion: '4', sources: [] }));
    const fence = await fenceOf(store);
    expect(await running(file)).toEqual({ code: 1, said: [expect.stringContaining('(collector-runs)')] });
    expect(await fenceOf(store)).toBe(fence);
    const { code, said } = await running(file, ['--force']);
    expect([code, said[0]]).toEqual([0, expect.stringMatching(/^Gone on by --force: .*\(collector-runs\)/)]);
    expect(await seenCollectors(store, await store.now())).toEqual([]);
    await store.close();
  });

  it.each(HASH_KEYS)('refuses another %s than that of the backup, until it is told that it is lost', async (name) => {
    const [file, store] = await polled();
    const [AUDIT_KEY, PHONE_KEY] = [new SecretReference(KEYS.AUDIT_KEY), new SecretReference(KEYS.PHONE_KEY)];
    await noteKeys(store, { AUDIT_KEY, PHONE_KEY });
    const fence = await fenceOf(store);
    const other = { [name]: `env:${keyNamed('OTHER_KEY')}` };
    const refused = expect.stringContaining(`${name} is not`);
    expect(await running(file, [], other)).toEqual({ code: 1, said: [refused] });
    await announceCollector(store, newCollector({ lensVersion: '1', hostVersion: '4', sources: [] }));
    // All that speaks against it, at once.
    const both = { code: 1, said: [expect.stringContaining('(collector-runs)'), refused] };
    expect(await running(file, [], other)).toEqual(both);
    await forgetCollectors(store);
    expect(await fenceOf(store)).toBe(fence);
    expect((await running(file)).code).toBe(0);
    expect((await running(file, ['--force'], other)).code).toBe(0);
    expect((await running(file, [], other)).code).toBe(0);
    await store.close();
  });

  it('npm run rekeyed takes another key on purpose, and says what is read anew', async () => {
    const [file, store] = await polled();
    const environment = { DATABASE: `sqlite:${file}`, SOURCES_FILE: `${file}.json`, ...KEYS };
    const said: string[] = [];
    expect(await rekeyed([], { environment, print: (line) => void said.push(line) })).toBe(0);
    expect(said).toEqual([expect.stringMatching(/Read anew: old\.$/)]);
    const gone = { ...environment, DATABASE: `sqlite:${file}-no` };
    await expect(rekeyed([], { environment: gone, print: () => {} })).rejects.toMatchObject({ code: 'no-database' });
    await store.close();
  });

  it('lets nothing leave by a clock that jumped', async () => {
    const [file, store] = await polled();
    await believe(store, await lookAt(store, NOW));
    const clock = { now: () => new Date(Date.now() + 40 * 86_400_000) };
    expect(await running(file, [], { clock })).toEqual({ code: 1, said: [expect.stringMatching(/jumped by 40 days/)] });
    expect(await store.db.selectFrom('poll_run').select('run').execute()).toEqual([{ run: 'old' }]);
    await store.close();
  });

  it('refuses a sources file that cannot be read, and keeps what is told by the sources that it has, however old the backup', async () => {
    const [file, store] = await polled();
    const left = async (sources?: string) => {
      await store.write(({ db }) => db.updateTable('source_state').set({ last_seen_at: OLD }).execute());
      const { code } = await running(file, [], sources === undefined ? {} : { sources });
      return [code, (await store.db.selectFrom('source_state').select('source').execute()).length];
    };
    await expect(left('{')).rejects.toMatchObject({ code: 'no-sources' });
    expect(await left(JSON.stringify({ sources: [{ name: 'old', type: 'intune' }] }))).toEqual([0, 1]);
    expect(await left()).toEqual([0, 0]);
    await store.close();
  });

  it('says that other accounts can read the file', async () => {
    const [file, store] = await polled();
    await store.close();
    chmodSync(file, 0o644);
    expect((await running(file)).said).toContain(`Other accounts can read the database: chmod 600 ${file}`);
  });
});
