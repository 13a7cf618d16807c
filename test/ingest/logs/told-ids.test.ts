// What has an id of its own is counted once, whoever tells it and however: files, senders, relays, at once or again.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { poll } from '../../../lib/ingest/poll.ts';
import { type PushDependencies, Pushes } from '../../../lib/ingest/push.ts';
import { runRetention } from '../../../lib/retention/retention.ts';
import type { Connector, LogReader } from '../../../lib/sources/contract.ts';
import { linesOfBody } from '../../../lib/sources/logs/pushed/body.ts';
import { sourceOf } from '../../sources/source-of.ts';
import { onEachEngine } from '../../store/stores.ts';
import { silent } from '../scripted.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

onEachEngine((open) => {
  let folder = '';
  let number = 0;
  let name = '';
  let now = Date.now();
  let pushes = new Pushes();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-told-'));
    number += 1;
    name = `told-${number}`;
    now = Date.now();
    pushes = new Pushes();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  type Wrap = (connector: Connector<LogReader>) => Partial<Connector<LogReader>>;
  async function dependencies(type: string, wrap: Wrap): Promise<PushDependencies & Parameters<typeof poll>[0]> {
    const { config, connect } = sourceOf(type, {
      name,
      purpose: 'Shows what is told again.',
      paths: [folder],
      push: { keys: ['env:TEST_PUSH_KEY'] },
      from: new Date(0).toISOString(),
      ...(type === 'http-proxy' ? { format: 'zscaler-nss' } : { personalDevices: true }),
    });
    const connector = await connect();
    if (!connector.isLog) throw new TypeError('it is a log');
    return {
      store: open().store,
      config: { ...config, type },
      connector: { ...connector, ...wrap(connector) },
      collector: 'test',
      clock: { now: () => new Date(now) },
      log: silent,
      http: () => {
        throw new TypeError('a log is asked nothing');
      },
      phoneKey: 'a test key of thirty-two letters',
      retention: { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {} },
      rules: [],
      stop: new AbortController().signal,
    };
  }
  const nothing: Wrap = () => ({});
  const read = async (type: string, wrap = nothing) =>
    expect(await poll(await dependencies(type, wrap))).toMatchObject({ error: null });
  async function push(type: string, text: string, { sender = 'a', of = pushes, wrap = nothing } = {}) {
    const lines = async () => (await linesOfBody(Buffer.from(text), 'text')) ?? [];
    return of.push(await dependencies(type, wrap), { sender, lines }, new AbortController().signal);
  }
  let files = 0;
  const write = (text: string): void => {
    files += 1;
    writeFileSync(join(folder, `${files}.log`), text);
  };

  const zscaler = (id: number | string, at: number, category = 'News'): string =>
    `{"sourcetype":"zscalernss-web","event":{"datetime":"${new Date(at).toISOString().slice(0, 19)}Z","user":"anna@${name}","hostname":"a.example","action":"Allowed","status":"200","urlcategory":"${category}","event_id":${JSON.stringify(id)}}}\n`;
  const useCase = (id: string, code: number): string =>
    [
      { entryType: 'REQUEST', action: 'ALLOW', userID: `anna@${name}`, applicationId: 'crm' },
      { entryType: 'RESPONSE', responseCode: code },
    ]
      .map(
        (entry) => `${JSON.stringify({ useCaseID: id, publishTime: new Date(now - HOUR).toISOString(), ...entry })}\n`,
      )
      .join('');
  async function counted(): Promise<number> {
    const { rows } = open().store;
    const all = await Promise.all(
      ['http_total', 'app_access'].map((table) =>
        rows.selectFrom(table).select(['requests']).where('source', '=', name).execute(),
      ),
    );
    return all.flat().reduce((sum, row) => sum + Number(row.requests), 0);
  }
  /** By host and by category. */
  const ONE = { 'http-proxy': 2, sentry: 1 } as const;
  const told = { 'http-proxy': () => zscaler(7, now - HOUR), sentry: () => useCase('u', 200) } as const;

  it.each(['http-proxy', 'sentry'] as const)('%s: by senders, relays and files', async (type) => {
    await read(type);
    const lines = told[type]();
    const relayed = lines.replaceAll('\n{', '\n<14>Nov 30 01:00:00 relay {');
    expect(await push(type, lines)).toMatchObject({ known: 0, rejected: 0 });
    for (const sender of ['b', 'c'])
      expect(await push(type, lines, { sender })).toMatchObject({ known: 1, ignored: 0 });
    expect(await push(type, `<14>Nov 30 01:00:00 relay ${relayed}`)).toMatchObject({ known: 1, rejected: 0 });
    write(lines);
    await read(type);
    expect(await counted()).toBe(ONE[type]);
  });

  it.each(['http-proxy', 'sentry'] as const)(
    '%s: by two at once, of whom one is read while the other commits',
    async (type) => {
      await read(type);
      const lines = told[type]();
      const others = new Pushes();
      /** The other one commits between what this one was told that it knows and its own commit. */
      const overtaken = (text: string): Wrap => {
        let isFirst = true;
        const overtake = async (): Promise<void> => {
          if (isFirst) {
            isFirst = false;
            await push(type, text, { sender: 'b', of: others });
          }
        };
        return (inner) => ({
          async readPushed(...of) {
            const step = await inner.readPushed(...of);
            await overtake();
            return step;
          },
          async *poll(context) {
            for await (const step of inner.poll(context)) {
              if (step.lines.read > 0) await overtake();
              yield step;
            }
          },
        });
      };
      expect(await push(type, lines, { wrap: overtaken(lines) })).toMatchObject({ known: 1 });
      expect(await counted()).toBe(ONE[type]);
      const next = type === 'sentry' ? useCase('v', 200) : zscaler(8, now - HOUR);
      write(next);
      await read(type, overtaken(next));
      expect(await counted()).toBe(2 * ONE[type]);
    },
  );

  it('two days from when it was read, be it dated ahead or long ago', async () => {
    const ahead = zscaler('ahead', now + 2 * HOUR, 'Ahead');
    const old = zscaler('old', now - 5 * DAY, 'Old');
    await read('http-proxy');
    expect(await push('http-proxy', ahead + old)).toMatchObject({ accepted: 2 });
    const { store } = open();
    const settings = { RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 };
    await runRetention({ store, settings, stopped: () => false, log: silent });
    for (const later of [HOUR, 3 * HOUR]) {
      now = Date.now() + later;
      expect(await push('http-proxy', ahead + old, { sender: `b${later}` })).toMatchObject({ accepted: 0, known: 2 });
    }
    const rows = await store.db.selectFrom('told_id').selectAll().where('source', '=', name).execute();
    for (const { occurred_at } of rows) expect(Math.abs(occurred_at.getTime() - Date.now())).toBeLessThan(HOUR);
  });
});
