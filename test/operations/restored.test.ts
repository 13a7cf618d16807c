import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeaseLost } from '../../lib/errors.ts';
import { markRestored } from '../../lib/operations/restored.ts';
import type { Checkpoint } from '../../lib/sources/contract.ts';
import { openStore, type Store } from '../../lib/store/index.ts';
import { acquireLease, announceSource, type Lease, renewLease } from '../../lib/store/lease.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { makeMigrated } from '../store/migrated-file.ts';
import { removeFolders, temporaryFolder } from '../store/processes.ts';

afterAll(removeFolders);

const OLD = new Date(Date.now() - 400 * 86_400_000);

describe('a backup that VACUUM INTO made while a collector ran, restored after more happened', () => {
  let source: ScriptedSource;
  let restored: Store;
  let inFlight: Lease | null;
  let said: string;
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
    const run = promisify(execFile)(process.execPath, [join(process.cwd(), 'local/restored.ts')], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        DATABASE: `sqlite:${backup}`,
        AUDIT_KEY: 'env:KEY',
        PHONE_KEY: 'env:KEY',
        KEY: 'k'.repeat(44),
      },
    });
    said = (await run).stdout;
    restored = await openStore({ database: `sqlite:${backup}`, migrate: false });
    source = Object.assign(new ScriptedSource(restored), { name: source.name });
  });
  afterAll(async () => restored?.close());

  it('says what is read anew', () => {
    expect(said).toContain(`Read anew: ${source.name}. What was overdue has left.\n`);
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
      if (restore) await markRestored(store);
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
