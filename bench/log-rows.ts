// Lines that are a row each (`requests: true`), from the file into the database, against a raw bulk load of the same rows:
// by CPU time, since others may use the machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from '../lib/store/index.ts';
import { readLog } from '../test/sources/http-proxy/reading.ts';
import { openTestStore } from '../test/store/databases.ts';
import { cpuSeconds } from './cpu.ts';
import { median } from './quantiles.ts';
import { openRaw, rawChunk } from './raw-load.ts';
import type { Result } from './report.ts';
import { writeSquid } from './squid-lines.ts';

const ROWS_AT_ONCE = 20_000;

export async function measureLogRows(engine: EngineName, lines: number, rounds: number): Promise<readonly Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lens-bench-'));
  try {
    writeSquid(join(folder, 'access.log'), { lines });
    const measured: (readonly [ours: number, raw: number])[] = [];
    for (let round = 0; round < rounds; round += 1) measured.push(await oneRound(engine, folder, lines));
    const [ours, raw] = [median(measured.map(([ours]) => ours)), median(measured.map(([, raw]) => raw))];
    return [
      {
        engine,
        what: `${lines} lines of Squid, each a row, from the file into the database, against a raw bulk load of the rows`,
        measured: `${Math.round(lines / ours)} rows a CPU second against ${Math.round(lines / raw)}`,
        ratio: raw / ours,
        target: { atLeast: 0.5 },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function oneRound(engine: EngineName, folder: string, lines: number): Promise<readonly [number, number]> {
  const [polled, loaded] = [await openTestStore(engine), await openTestStore(engine)];
  const loader = await openRaw(engine, loaded.database);
  try {
    const ours = await cpuSeconds(() =>
      readLog(polled.store, 'bench', { paths: [folder], format: 'squid', requests: true }),
    );
    const rows = () => polled.store.rows.selectFrom('http_request').selectAll().orderBy('id');
    let raw = 0;
    let read = 0;
    for (let after = 0; read < lines; ) {
      const found = await rows().where('id', '>', after).limit(ROWS_AT_ONCE).execute();
      if (found.length === 0) throw new Error('not every line is a row');
      after = Number(found.at(-1)?.id);
      read += found.length;
      const chunk = rawChunk('http_request', found);
      raw += await cpuSeconds(() => loader.load(chunk));
    }
    return [ours, raw];
  } finally {
    await loader.close();
    await polled.remove();
    await loaded.remove();
  }
}
