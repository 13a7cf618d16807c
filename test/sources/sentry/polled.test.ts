// The log of a Sentry in a directory, read by polls: a use case is one row, wherever its halves stand.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ScriptedSource, wholePass } from '../../ingest/scripted.ts';
import { onEachEngine } from '../../store/stores.ts';
import { readLog } from '../http-proxy/reading.ts';

const HOUR = 3_600_000;
const AT = Math.floor(Date.now() / HOUR) * HOUR - HOUR + 60_000;

onEachEngine((open) => {
  let folder = '';
  let number = 0;
  let name = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-sentry-'));
    number += 1;
    name = `sentry-${number}`;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const publishTime = new Date(AT).toISOString();
  const device = () => `e4f7a1c2-0000-4000-8000-00000000000${number}`;
  const request = (useCaseID: string, action = 'ALLOW', userID = `anna@${name}`): string =>
    `${JSON.stringify({ publishTime, useCaseID, entryType: 'REQUEST', action, userID, deviceID: device(), applicationId: 'crm', serviceType: 'APP_TUNNEL', serverHost: 'intranet.example', clientHost: '203.0.113.10', requestUrl: 'https://intranet.example/secret' })}\n`;
  const response = (useCaseID: string, responseCode: number): string =>
    `${JSON.stringify({ publishTime, useCaseID, entryType: 'RESPONSE', responseCode })}\n`;
  const read = async (more: object = {}) =>
    expect(await readLog(open().store, name, { paths: [folder], ...more }, 'sentry')).toMatchObject({ error: null });
  const stored = async () => {
    const rows = await open().store.db.selectFrom('app_access').selectAll().where('source', '=', name).execute();
    return rows.sort((a, b) => (`${a.code} ${a.result}` < `${b.code} ${b.result}` ? -1 : 1));
  };
  const checkpoint = async (): Promise<string> => {
    const state = open().store.db.selectFrom('source_state').select('checkpoint').where('source', '=', name);
    return (await state.executeTakeFirst())?.checkpoint ?? '';
  };

  it('joins halves across polls and files, keeps what waits sealed, and counts nothing twice', async () => {
    const emm = new ScriptedSource(open().store);
    await emm.poll(() => wholePass([{ external_id: device(), ownership: 'company' }]));
    const file = join(folder, 'audit.log');
    writeFileSync(file, [request('a'), response('a', 200), request('b'), response('c', 403), request('d')].join(''));
    await read();
    expect(await stored()).toMatchObject([{ result: 'success', requests: 1 }]);
    // What waits is not to be read.
    expect(await checkpoint()).toContain('halves');
    expect(await checkpoint()).not.toMatch(/anna|e4f7|intranet|crm/);
    writeFileSync(
      join(folder, 'next.log'),
      [response('b', 504), request('c'), request('a'), response('a', 200)].join(''),
    );
    appendFileSync(file, response('d', 200) + request('e', 'BLOCK') + response('e', 403));
    await read();
    await read();
    const rows = await stored();
    expect(rows).toMatchObject([
      { result: 'blocked', code: 'http 403', requests: 1 },
      { result: 'failure', code: 'http 403', failed_at: new Date(AT), requests: 1 },
      { result: 'failure', code: 'http 504', meaning: expect.stringContaining('in time') },
      { result: 'success', code: null, failed_at: null, requests: 2, app_id: 'crm', kind: 'tunnel', host: null },
    ]);
    for (const row of rows) expect(row).toMatchObject({ unmanaged: false, owner_source: emm.name });
    expect(JSON.stringify(rows)).not.toMatch(/203\.0|secret|anna|intranet/);
  });

  it('is polled on, however many wait, and counts what was lost when the key that they were sealed with has changed', async () => {
    const file = join(folder, 'audit.log');
    const long = 'x'.repeat(4_000);
    writeFileSync(file, Array.from({ length: 1_500 }, (_, i) => request(`w${i}`, 'ALLOW', long)).join(''));
    await read();
    appendFileSync(file, request('n') + response('n', 500));
    await read();
    expect(await stored()).toEqual(
      expect.arrayContaining([expect.objectContaining({ result: 'failure', code: 'http 500' })]),
    );
    const { waiting } = JSON.parse(await checkpoint()).checkpoint;
    expect(waiting).toBeGreaterThan(500);
    const receipt = await readLog(
      open().store,
      name,
      { paths: [folder] },
      'sentry',
      'another key of thirty-two letters',
    );
    expect(receipt.rejected).toBe(waiting);
    const run = open().store.db.selectFrom('poll_run').select('lines').where('source', '=', name);
    expect(JSON.parse((await run.executeTakeFirst())?.lines ?? '').rejected).toEqual({ unsealed: waiting });
    expect(JSON.parse(await checkpoint()).checkpoint).not.toHaveProperty('waiting');
  });
});
