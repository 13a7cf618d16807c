// GET /api/metrics: who is answered, what with, and what it does while the database is away.
import { HttpRequest, InvocationContext } from '@azure/functions';
import { describe, expect, it } from '@jest/globals';
import { guarded } from '../../lib/http/handler.ts';
import { measured } from '../../lib/http/measured.ts';
import { Counters, counters } from '../../lib/metrics/counters.ts';
import { METRICS, type Metric } from '../../lib/metrics/declarations.ts';
import { textOf } from '../../lib/metrics/text.ts';
import { metrics, type Scraped } from '../../lib/operations/metrics.ts';
import { collectorOwn, databaseSamples } from '../../lib/operations/metrics-of-database.ts';
import type { Store } from '../../lib/store/index.ts';
import { devices, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { applicationOf, keyIn } from '../operations/ingest.ts';
import { openTestStore } from '../store/databases.ts';

const [TOKEN, NEXT] = [keyIn('TEST_TOKEN'), keyIn('TEST_NEXT_TOKEN')];
const BOTH = { METRICS_TOKENS: 'env:TEST_TOKEN,env:TEST_NEXT_TOKEN' };
const away = async () => {
  throw new Error('a password');
};

const scraping = (token: string | null): HttpRequest =>
  new HttpRequest({
    method: 'GET',
    url: 'https://lens.test/api/metrics',
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });

async function scrape(token: string | null, of: Partial<Scraped>) {
  const context = new InvocationContext({ functionName: 'metrics', logHandler: () => {} });
  const scraped = { application: away, environment: BOTH, waitsMs: 4_000, givenUpMs: 0, ...of };
  const response = await guarded({ name: 'metrics', route: 'metrics' }, (...own) => metrics(...own, scraped))(
    scraping(token),
    context,
  );
  if (!response) throw new TypeError('no answer');
  const { status, body, headers } = response;
  return { status, body: String(body), headers: new Headers(Object(headers)) };
}

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const { store, remove } = await openTestStore();
  await work(store).finally(remove);
}

describe('metrics', () => {
  it('are told to those that have one of the two tokens, and nobody else', async () => {
    for (const [token, status] of [
      [TOKEN, 200],
      [NEXT, 200],
      [null, 401],
      ['', 401],
      [`${TOKEN}x`, 401],
    ] as const)
      expect((await scrape(token, {})).status).toBe(status);
    const refused = await scrape('wrong', {});
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(JSON.parse(refused.body)).toMatchObject({ type: 'urn:emm-lens:problem:token', status: 401 });
  });

  it('are not there where no token is configured, and 503 where none can be read', async () => {
    expect((await scrape(TOKEN, { environment: {} })).status).toBe(404);
    expect((await scrape(TOKEN, { environment: { METRICS_TOKENS: 'env:TEST_NO_TOKEN' } })).status).toBe(503);
  });

  it('say that the database is away, where it is or takes too long, and tell of the process all the same', async () => {
    const never = () => new Promise<never>(() => {});
    for (const broken of [{ application: away }, { application: never, waitsMs: 1 }]) {
      const { status, body } = await scrape(TOKEN, broken);
      expect(status).toBe(200);
      expect(body).toContain('emmlens_database_up 0\n');
      expect(body).toContain('emmlens_memory_bytes{part="rss"} ');
      expect(body).not.toContain('a password');
    }
  });

  it('open no database: one that is not open yet is told as away', async () => {
    const lines: string[] = [];
    const logHandler = (_: string, ...line: unknown[]) => void lines.push(line.join(' '));
    process.env.METRICS_TOKENS = BOTH.METRICS_TOKENS;
    const response = await metrics(
      scraping(TOKEN),
      new InvocationContext({ functionName: 'metrics', logHandler }),
    ).finally(() => delete process.env.METRICS_TOKENS);
    expect(response.body).toContain('emmlens_database_up 0\n');
    expect(lines).toEqual([expect.stringContaining('the database is not open yet')]);
  });

  it('ask the database no second time while it leaves them waiting, until that is given up', async () => {
    await withStore(async (store) => {
      let asked = 0;
      const now = () => {
        asked += 1;
        return new Promise<never>(() => {});
      };
      const app = applicationOf({ ...store, now }, []);
      const times: number[] = [];
      for (const givenUpMs of [0, Number.POSITIVE_INFINITY, 0]) {
        await scrape(TOKEN, { application: async () => app, waitsMs: 1, givenUpMs });
        times.push(asked);
      }
      expect(times).toEqual([1, 1, 2]);
    });
  });

  it('tell of no connections of a database that was left since: its pool is closed', async () => {
    await withStore(async (store) => {
      let isLeft = false;
      const connections = () => {
        if (isLeft) throw new TypeError('its pool is null');
        return store.connections();
      };
      const own = { ...store, connections };
      const built = Promise.resolve(applicationOf(own, []));
      expect((await scrape(TOKEN, { application: () => built })).body).toContain('emmlens_database_connections{');
      isLeft = true;
      for (const application of [() => undefined, () => new Promise<never>(() => {})]) {
        const { status, body } = await scrape(TOKEN, { application, waitsMs: 1 });
        expect([status, body.includes('emmlens_database_connections{')]).toEqual([200, false]);
      }
    });
  });

  it('tell what the database knows, and write nothing', async () => {
    await withStore(async (store) => {
      const web = {
        name: 'web',
        type: 'http-proxy',
        format: 'squid',
        purpose: 'Shows what is promised.',
        push: { keys: ['env:TEST_TOKEN'] },
      };
      const app = applicationOf(store, [web]);
      const refusing = { ...store, write: away };
      const text = textOf([...(await databaseSamples({ ...app, store: refusing })), ...collectorOwn(app)]);
      expect(text).toContain('emmlens_source_state{source="web",state="waiting"} 1\n');
      expect(text).toContain('emmlens_clock_doubted 0\n');
      expect(text).toContain('emmlens_database_connections{pool="api",state="waiting"} 0\n');
    });
  });

  it('count collectors as the licence check does: none that was killed beside its successor', async () => {
    await withStore(async (store) => {
      const app = applicationOf(store, []);
      const now = (await store.now()).getTime();
      const ran = (instance: string, lens_version: string, from: number, to: number) => ({
        instance,
        lens_version,
        host_version: '4',
        node_version: '24',
        sources: '[]',
        started_at: new Date(now - from),
        last_seen_at: new Date(now - to),
      });
      await store.write((tx) => tx.insert('collector', [ran('killed', '1', 9_000, 5_000), ran('new', '2', 4_000, 0)]));
      const told = (await databaseSamples(app)).filter(({ name }) => name === 'emmlens_collectors');
      expect(told).toMatchObject([{ labels: ['2'], value: 1 }]);
    });
  });

  it('escape labels, and keep histograms cumulative', () => {
    const own = new Counters();
    own.add('emmlens_polls_total', ['a"b\\c\nd', 'complete']);
    own.observe('emmlens_http_request_duration_seconds', ['GET', 'devices'], 0.03);
    own.observe('emmlens_http_request_duration_seconds', ['GET', 'devices'], 30);
    const text = textOf(own.samples());
    expect(text).toContain('emmlens_polls_total{source="a\\"b\\\\c\\nd",outcome="complete"} 1\n');
    expect(text).toContain('_bucket{method="GET",route="devices",le="0.025"} 0\n');
    expect(text).toContain('_bucket{method="GET",route="devices",le="0.05"} 1\n');
    expect(text).toContain('_bucket{method="GET",route="devices",le="+Inf"} 2\n');
    expect(text).toContain('_count{method="GET",route="devices"} 2\n');
  });

  it('are as many as is bounded, whatever is counted', () => {
    const own = new Counters();
    for (let n = 0; n < 5_000; n += 1) own.add('emmlens_polls_total', [`s${n}`, 'complete']);
    expect(own.samples()).toHaveLength(2_001);
    expect(own.samples().reduce((sum, { value }) => sum + value, 0)).toBe(5_000);
  });

  it('tell of rows how many a source read, and not of which dataset, nor that one of them came or left', async () => {
    await withStore(async (store) => {
      const source = new ScriptedSource(store);
      for (const found of [3, 2]) await source.poll(() => wholePass(devices(found)));
      const told = counters.samples().filter(({ name }) => name === 'emmlens_poll_rows_total');
      expect(told).toContainEqual({ name: 'emmlens_poll_rows_total', labels: [source.name], value: 5 });
      expect(told.filter(({ labels }) => labels.length !== 1)).toEqual([]);
    });
  });

  it('have requests by the template of their route, and what a handler throws as 500', async () => {
    const request = new HttpRequest({ method: 'GET', url: 'https://lens.test/api/things/4711' });
    const context = new InvocationContext({ functionName: 'things', logHandler: () => {} });
    await measured('things/{id}', async () => ({ status: 404 }))(request, context);
    await expect(measured('things/{id}', away)(request, context)).rejects.toThrow();
    const text = textOf(counters.samples());
    expect(text).toContain('{method="GET",route="things/{id}",status="404"} 1\n');
    expect(text).toContain('{method="GET",route="things/{id}",status="500"} 1\n');
    expect(text).not.toContain('4711');
  });

  it('are named as Prometheus wants it', () => {
    for (const [name, { type, labels }] of Object.entries<Metric>(METRICS)) {
      expect(name).toMatch(/^emmlens_[a-z_]+$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(labels.filter((label) => !/^[a-z]+$/.test(label) || label === 'le')).toEqual([]);
    }
  });
});
