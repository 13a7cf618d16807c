// Latency of the API of the built bundle, over the devices of five sources: page 10,000 against page 1, and while a poll
// runs in the same process against without one. The polls are of a simulated Intune in a process of its own: the first
// load, and the next as soon as one has ended.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName, Store } from '../lib/store/index.ts';
import { deployBundle } from '../test/end-to-end/bundle.ts';
import { openTestStore } from '../test/store/databases.ts';
import { countsMeanwhile, type Latencies, latencies } from './api-latency.ts';
import { APPS_PER_DEVICE, requestsOf } from './api-requests.ts';
import { pagedFleetSource } from './fleet.ts';
import { startCompany } from './fleet-process.ts';
import { pollOnce } from './poll-once.ts';
import { quantile } from './quantiles.ts';
import type { Result } from './report.ts';
import { startHostProcess } from './running-host.ts';

const QUANTILES = { p50: 0.5, p99: 0.99 } as const;
const AT_ONCE = 4;
const SOURCES = 5;

interface Measured {
  readonly alone: Latencies;
  readonly atOnce: Latencies;
}

/** Of about so many devices: as many in each source. */
export async function measureApi(engine: EngineName, about: number): Promise<readonly Result[]> {
  const each = Math.round(about / SOURCES);
  const devices = each * SOURCES;
  const folder = mkdtempSync(join(tmpdir(), 'emm-lens-bench-'));
  const { store, database, remove } = await openTestStore(engine);
  const company = join(folder, 'company');
  const stop = await startCompany(company, { devices: Math.max(200, Math.round(devices / 10)), types: ['intune'] });
  try {
    await loadSources(store, each);
    const place = { appRoot: deployBundle(folder), folder, database };
    writeFileSync(join(folder, 'sources.json'), '{ "sources": [] }');
    const quiet = await startHostProcess(place);
    const requests = await requestsOf(quiet, devices);
    const without = { alone: await latencies(quiet, requests, 1), atOnce: await latencies(quiet, requests, AT_ONCE) };
    const counting = await countsMeanwhile(quiet, requests);
    await quiet.stop();
    const busy = await startHostProcess({ ...place, folder: company });
    const polling = () => busy.poll('intune');
    const during = {
      alone: await latencies(busy, requests, 1, polling),
      atOnce: await latencies(busy, requests, AT_ONCE, polling),
    };
    await busy.stop();
    return [
      ...pageResults(engine, devices, without.alone),
      ...pollResults(engine, devices, without, during),
      ratioOf(engine, `list of 10 of ${devices} devices while GET /api/apps counts, against without, p99`, 0.99, {
        of: counting,
        to: without.alone.flatMap((l) => (l.name === 'list' ? [...l.first, ...l.last] : [])),
      }),
    ];
  } finally {
    await stop();
    await remove();
    rmSync(folder, { recursive: true });
  }
}

/** A tenth of the hardware of each source is known to the next one, too. */
async function loadSources(store: Store, each: number): Promise<void> {
  for (let i = 0; i < SOURCES; i += 1) {
    const source = pagedFleetSource({
      first: Math.round(i * 0.9 * each),
      devices: each,
      appsPerDevice: APPS_PER_DEVICE,
    });
    await pollOnce(store, source, `bench-${i}`);
  }
}

function pageResults(engine: EngineName, devices: number, measured: Latencies): Result[] {
  return measured.flatMap(({ name, first, last }) =>
    Object.entries(QUANTILES).map(([label, share]) => ({
      ...ratioOf(
        engine,
        `${name}, page ${devices / 10} against page 1 of ${devices} devices in ${SOURCES} sources, ${label}`,
        share,
        {
          of: last,
          to: first,
        },
      ),
      target: { atMost: 1.2 },
    })),
  );
}

function pollResults(engine: EngineName, devices: number, without: Measured, during: Measured): Result[] {
  const all = (latencies: Latencies, name?: string) =>
    latencies.flatMap((l) => (name === undefined || l.name === name ? [...l.first, ...l.last] : []));
  return Object.entries(QUANTILES).flatMap(([label, share]) => [
    ...without.alone.map(({ name }) =>
      ratioOf(engine, `${name} of ${devices} devices during a poll against without, ${label}`, share, {
        of: all(during.alone, name),
        to: all(without.alone, name),
      }),
    ),
    ratioOf(engine, `the same, ${AT_ONCE} requests of all kinds at once, ${label}`, share, {
      of: all(during.atOnce),
      to: all(without.atOnce),
    }),
  ]);
}

function ratioOf(
  engine: EngineName,
  what: string,
  share: number,
  { of, to }: { of: readonly number[]; to: readonly number[] },
): Result {
  const [measured, base] = [quantile(of, share), quantile(to, share)];
  return {
    engine,
    what,
    measured: `${measured.toFixed(1)} ms against ${base.toFixed(1)} ms`,
    ratio: measured / base,
    target: null,
  };
}
