// Lines are pushed to a collector as it runs in production: what the runtime hands on, and which key opens what.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepSecret, sourceOf } from '../../local/fleet/folder.ts';
import { Shipper } from '../../local/fleet/logs/shipper.ts';
import { squid } from '../sources/http-proxy/squid-lines.ts';
import { type CollectorProcess, eventually } from './collector-process.ts';
import { Company } from './company.ts';

const KEY = 'a key of the source web, and of no other';
const OTHER = 'a key of the source other, and of no other';

describe('a collector that lines are pushed to', () => {
  let company: Company;
  let lens: CollectorProcess;
  let shipper: Shipper;
  const logs = mkdtempSync(join(tmpdir(), 'lens-pushed-'));
  beforeAll(async () => {
    company = await Company.start({ users: 60, devices: 5, logs });
    const source = (name: string, key: string) => {
      keepSecret(company.folder, `${name}-key`, key);
      const purpose = 'Shows what is promised.';
      return { name, type: 'http-proxy', format: 'squid', purpose, push: { keys: [company.secret(`${name}-key`)] } };
    };
    const branch = company.fleet.logEntries.find(({ pushed }) => pushed);
    if (!branch?.pushed) throw new RangeError('the company pushes no log');
    company.writeSources(source('web', KEY), source('other', OTHER), sourceOf(branch, company.folder));
    lens = await company.collector();
    shipper = new Shipper({ ...branch.pushed, url: `${lens.url}/api/ingest/branch` });
    for (const name of ['web', 'other', 'branch'])
      await eventually('it is polled', async () => (await lens.source(name)).lastSuccessAt ?? undefined);
  });
  afterAll(async () => {
    await company?.close();
    rmSync(logs, { recursive: true });
  });

  const NOW = Date.now();
  const line = (n: number): string => squid(`p${n}@corp.example`, `http://www.pushed.example/${n}`, { at: NOW - n });

  interface Sent {
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
  }
  async function send(path: string, { headers = {}, body = '' }: Sent) {
    const sent = request(`${lens.url}/api/${path}`, { method: 'POST', headers });
    if (headers['transfer-encoding']) sent.write(body);
    sent.end(headers['transfer-encoding'] ? undefined : body);
    const [answer] = await once(sent, 'response');
    let text = '';
    for await (const part of answer) text += part;
    return { status: answer.statusCode, body: text === '' ? null : JSON.parse(text) };
  }
  const authorization = `Bearer ${KEY}`;
  const counts = (accepted: number, known = 0) => ({ accepted, known, ignored: 0, rejected: 0 });

  it('takes them as they are and as gzip, and knows them again', async () => {
    const headers = { authorization, 'content-type': 'text/plain' };
    expect(await send('ingest/web', { headers, body: line(1) + line(2) })).toEqual({ status: 202, body: counts(2) });
    const packed = { ...headers, 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' };
    const records = [1, 2, 3].map((n) => JSON.stringify({ message: line(n) })).join('\n');
    expect(await send('ingest/web', { headers: packed, body: gzipSync(records) })).toEqual({
      status: 202,
      body: counts(1, 2),
    });
    const status = await lens.request('sources/web');
    expect(await status.json()).toMatchObject({
      state: 'ok',
      files: null,
      push: { senders: 1, accepted: 3, known: 2, ignored: 0, rejected: 0 },
      lastPoll: { outcome: 'complete', lines: { read: 3 } },
    });
  });

  it('says 411 of a body in chunks, which the runtime does not hand on', async () => {
    const headers = { authorization, 'transfer-encoding': 'chunked' };
    expect(await send('ingest/web', { headers, body: line(4) })).toMatchObject({ status: 411 });
  });

  it('opens by a key of the source alone: by no function key, and nothing else by it', async () => {
    const body = line(5);
    const wrong: readonly Readonly<Record<string, string>>[] = [
      { 'x-functions-key': lens.key },
      { authorization: `Bearer ${lens.key}` },
      { authorization: `Bearer ${OTHER}` },
      {},
    ];
    for (const headers of wrong) expect(await send('ingest/web', { headers, body })).toMatchObject({ status: 401 });
    expect(await send(`ingest/web?code=${encodeURIComponent(lens.key)}`, { body })).toMatchObject({ status: 401 });
    for (const headers of [
      { authorization, 'x-functions-key': KEY },
      { authorization, 'x-ingest-key': KEY },
    ])
      expect((await fetch(`${lens.url}/api/sources`, { headers })).status).toBe(401);
    expect((await send('ingest/web', { headers: { 'x-ingest-key': KEY }, body })).status).toBe(202);
  });

  it('answers 503 for a source that there is not, and takes another key without a restart', async () => {
    const body = line(6);
    expect(await send('ingest/nobody', { headers: { authorization }, body })).toMatchObject({ status: 503 });
    keepSecret(company.folder, 'other-key', `${OTHER} that came later`);
    const headers = { authorization: '', 'x-ingest-key': `${OTHER} that came later` };
    expect((await send('ingest/other', { headers, body })).status).toBe(202);
    expect((await send('ingest/other', { headers: { ...headers, 'x-ingest-key': OTHER }, body })).status).toBe(401);
  });

  it('takes what a branch of the simulated company pushes, each line once', async () => {
    const accepted = async () => (await lens.source('branch')).push?.accepted ?? 0;
    expect(await shipper.ship()).toBe(true);
    const first = await accepted();
    expect(first).toBeGreaterThan(10);
    for (let turn = 0; turn < 10; turn += 1) company.fleet.tick();
    expect([await shipper.ship(), await shipper.ship()]).toEqual([true, true]);
    expect(await accepted()).toBeGreaterThan(first);
    const { rows } = await company.store();
    const counted = rows.selectFrom('http_total').select(({ fn }) => fn.sum('requests').as('n'));
    const { n } = await counted.where('source', '=', 'branch').where('kind', '=', 'host').executeTakeFirstOrThrow();
    expect(Number(n)).toBe(await accepted());
  });

  it('writes nothing of a line and no key into its log', () => {
    expect(lens.log.length).toBeGreaterThan(5);
    for (const secret of ['pushed.example', 'corp.example', KEY, OTHER])
      expect(lens.log.join('\n')).not.toContain(secret);
  });
});
