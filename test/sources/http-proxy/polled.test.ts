// A log of Squid in a directory, read by polls as the sources file has it, and asked for by the API.
import { appendFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { queryEndpoints } from '../../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver, PURPOSE } from '../../http/api.ts';
import { ScriptedSource, wholePass } from '../../ingest/scripted.ts';
import { steadyNow } from '../../steady-clock.ts';
import { onEachEngine } from '../../store/stores.ts';
import type { Settings } from '../source-of.ts';
import { clock, readLog } from './reading.ts';
import { squid } from './squid-lines.ts';

onEachEngine((open) => {
  let folder = '';
  let number = 0;
  let name = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-squid-'));
    number += 1;
    name = `squid-${number}`;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const log = (...lines: readonly string[]): void => appendFileSync(join(folder, 'access.log'), lines.join(''));

  async function read(more: Settings = {}): Promise<void> {
    const receipt = await readLog(open().store, name, { paths: [folder], format: 'squid', ...more });
    expect(receipt).toMatchObject({ outcome: 'complete', error: null });
  }

  const call = clientOf(queryEndpoints, async () => ({ ...dependenciesOver(open().store), clock }));
  async function items(target: string): Promise<readonly Record<string, unknown>[]> {
    const { body } = await call(`${target}?source=${name}`, { headers: { 'x-purpose': PURPOSE } });
    return Object(body).items;
  }
  const NOW = steadyNow();
  const visits = (host: string, people: number) =>
    Array.from({ length: people }, (_, i) => squid(`p${i}@corp.example`, `http://www.${host}/x?y=${i}`, { at: NOW }));

  it('is told by host within a poll, each line once, also when the file was rotated in between', async () => {
    log(...visits(`${name}.example`, 6), ...visits('few.example', 4));
    await read();
    log(...visits(`${name}.example`, 3));
    renameSync(join(folder, 'access.log'), join(folder, 'access.log.1'));
    log(...visits(`${name}.example`, 7));
    await read();
    await read();
    const { body } = await call('statistics/traffic?by=host&bucket=day&top=200');
    const [day] = Object(body).days;
    const told = await open()
      .store.rows.selectFrom('http_total')
      .select(['name', 'requests', 'persons', 'bytes'])
      .where('source', '=', name)
      .orderBy('requests', 'desc')
      .execute();
    expect(told).toMatchObject([
      { name: `${name}.example`, requests: 16, persons: 7, bytes: 16_000 },
      { name: 'few.example', requests: 4, persons: 4 },
    ]);
    expect(day.items.map((item: { name: string }) => item.name)).not.toContain('few.example');
    expect(Object(body).completeUntil).toBe(new Date(NOW - (NOW % 3_600_000)).toISOString());
    expect([await items('traffic'), await items('traffic-requests')]).toEqual([[], []]);
    const runs = open().store.db.selectFrom('poll_run').select('datasets').where('source', '=', name);
    const [run] = await runs.execute();
    expect(JSON.parse(run?.datasets ?? '').http_total).toMatchObject({
      removed: 0,
      held: 0,
      complete: false,
      proof: null,
    });
  });

  it('tells hosts of a person, and single requests, while it is switched on, and both leave when it is no more', async () => {
    const emm = new ScriptedSource(open().store);
    const upn = `anna@${name}.example`;
    await emm.poll(() => wholePass([{ external_id: 'u1', user_principal_name: upn, mail: upn }], 'emm_user'));
    const at = steadyNow() + 1_000;
    log(squid(upn, 'http://www.clinic.example/secret', { at }), squid(upn, 'http://www.clinic.example/again', { at }));
    await read({ detail: 'person', requests: true });
    const [row] = await items('traffic');
    expect(row).toMatchObject({ host: 'clinic.example', requests: 2, userId: expect.stringMatching(/^\d+$/) });
    expect(await items('traffic-requests')).toMatchObject([{ host: 'clinic.example' }, { host: 'clinic.example' }]);
    await read();
    expect([await items('traffic'), await items('traffic-requests')]).toEqual([[], []]);
    const rest = await open().store.rows.selectFrom('http_total').selectAll().where('source', '=', name).execute();
    expect(rest).toMatchObject([{ name: 'clinic.example', requests: 2, persons: 1 }]);
  });

  it('of Zscaler counts a record once, however often and in how many files NSS writes it', async () => {
    const record = (id: number, host = 'www.crm.example') => {
      const datetime = new Date(NOW).toISOString().slice(0, 19).replace('T', ' ');
      const event = { datetime, event_id: String(id), user: 'anna@corp.example', hostname: host, action: 'Allowed' };
      return `${JSON.stringify({ sourcetype: 'zscalernss-web', event: { ...event, responsesize: '10' } })}\n`;
    };
    const told = async () => {
      const rows = open().store.rows.selectFrom('http_total').select(['requests', 'bytes']).where('source', '=', name);
      return (await rows.where('kind', '=', 'host').execute()).map(({ requests, bytes }) => [requests, bytes]);
    };
    log(record(1), record(2), record(1));
    await read({ format: 'zscaler-nss' });
    expect(await told()).toEqual([[2, 20]]);
    log(record(2), record(3));
    appendFileSync(join(folder, 'again.log'), record(3) + record(1) + record(4));
    await read({ format: 'zscaler-nss' });
    expect(await told()).toEqual([[4, 40]]);
    const run = open().store.db.selectFrom('poll_run').select('lines').where('source', '=', name);
    expect(JSON.parse((await run.executeTakeFirst())?.lines ?? '').ignored).toEqual({ known: 4 });
  });
});
