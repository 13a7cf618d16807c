// What the endpoint for pushed lines takes, and what it answers: shippers drop what any 4xx refuses.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Application } from '../../lib/app.ts';
import { pollDependencies, polledHere, pushDependencies } from '../../lib/app.ts';
import { poll } from '../../lib/ingest/poll.ts';
import { waitingBytes } from '../../lib/operations/ingest.ts';
import { sourceStatus } from '../../lib/operations/status.ts';
import { warningsOf } from '../../lib/operations/warnings.ts';
import { rulesIn } from '../../lib/settings/index.ts';
import { eventually } from '../end-to-end/collector-process.ts';
import { silent } from '../ingest/scripted.ts';
import { squid } from '../sources/http-proxy/squid-lines.ts';
import { openTestStore, type TestStore } from '../store/databases.ts';
import { type Answered, applicationOf, keyIn, type Posted, post } from './ingest.ts';

const [KEY, NEXT, OTHER] = [keyIn('TEST_KEY'), keyIn('TEST_NEXT_KEY'), keyIn('TEST_OTHER_KEY')];
process.env.TEST_SHORT_KEY = 'short';
const web = (name: string, keys: readonly string[], more = {}) => ({
  name,
  type: 'http-proxy',
  format: 'squid',
  purpose: 'Shows what is promised.',
  push: { keys },
  ...more,
});
const FIELDS = {
  occurredAt: { from: 'at', formats: ['iso'] },
  direction: { from: 'way', values: { in: 'incoming' } },
  user: 'who',
  number: 'party',
};
const CALLS = {
  type: 'log',
  purpose: 'Shows what is promised.',
  dataset: 'call',
  country: 'DE',
  push: { keys: ['env:TEST_KEY'] },
};
const SOURCES = [
  web('web', ['env:TEST_KEY', 'env:TEST_NEXT_KEY']),
  web('other', ['env:TEST_OTHER_KEY']),
  web('off', ['env:TEST_KEY'], { enabled: false }),
  web('unread', ['env:TEST_MISSING_KEY', 'env:TEST_KEY']),
  web('short', ['env:TEST_SHORT_KEY']),
  web('wrong', ['env:TEST_KEY'], { format: 'none' }),
  web('misspelt', ['env:TEST_KEY'], { exclude: ['hots'] }),
  { ...CALLS, name: 'json-calls', mapping: { lines: 'json', fields: FIELDS } },
  {
    ...CALLS,
    name: 'csv-calls',
    mapping: { lines: 'delimited', fields: FIELDS },
    push: { ...CALLS.push, fields: 'at,way,who,party,note' },
  },
  {
    ...{ name: 'operator', type: 'log', purpose: 'Shows what is promised.', dataset: 'data_usage', country: 'DE' },
    push: { keys: ['env:TEST_KEY'] },
    mapping: {
      lines: 'json',
      fields: { occurredAt: { from: 'at', formats: ['iso'] }, day: 'day', phoneNumber: 'sim', homeBytes: 'bytes' },
    },
  },
  { ...web('files', []), push: undefined, paths: ['/nowhere'] },
];

const PREMIUM = { on: 'call', severity: 'high', is: { numberKind: ['premium'] } };
const RULES = [
  { ...PREMIUM, name: 'premium' },
  { ...PREMIUM, name: 'often', within: 'day', atLeast: { count: 3 }, purpose: 'Finds what is abused.' },
];

const SECRET = 'anna.planted@corp.example';
let number = 0;
/** A line that no other is equal to. */
const line = (): string => {
  number += 1;
  return squid(SECRET, `http://www.planted.example/secret?n=${number}`, { at: Date.now() - number });
};
const counts = (accepted: number, known = 0, ignored = 0, rejected = 0) => ({ accepted, known, ignored, rejected });

describe('the endpoint for pushed lines', () => {
  let opened: TestStore;
  let app: Application;
  const answers: Answered[] = [];
  beforeAll(async () => {
    opened = await openTestStore();
    app = { ...applicationOf(opened.store, SOURCES), rules: rulesIn(RULES).rules };
    // All of them were polled when nothing was wrong with them.
    const before = SOURCES.map((source) => ({ ...source, enabled: true, exclude: [], paths: ['/nowhere'] }));
    for (const source of polledHere(applicationOf(opened.store, before).sources, app.settings))
      await poll(await pollDependencies(app, source, silent));
  });
  afterAll(async () => opened?.remove());

  const bearer = { authorization: `Bearer ${KEY}` };
  async function push(target: string, { body, headers }: Posted): Promise<Answered> {
    const answer = await post(app, target, { body, headers: { ...bearer, ...headers } });
    answers.push(answer);
    return answer;
  }
  const typed = (type: string, body: string | Buffer, more = {}): Promise<Answered> =>
    push('web', { body, headers: { 'content-type': type, ...more } });

  describe('takes', () => {
    it('records of JSON that have the line in a member, as shippers name it', async () => {
      for (const name of ['message', 'MESSAGE', 'log', 'line', 'msg', 'MSG']) {
        const body = `${JSON.stringify({ '@timestamp': 'x', [name]: line() })}\n${JSON.stringify({ [name]: line() })}`;
        for (const type of ['application/x-ndjson', 'application/json', 'text/plain', ''])
          expect([name, type, (await typed(type, body)).body]).toEqual([
            name,
            type,
            type === 'application/x-ndjson' ? counts(2) : counts(0, 2),
          ]);
      }
    });

    it('what was pushed, and warns of a source that no sender came to until one does', async () => {
      const never = async () => {
        const told = await warningsOf(app, []);
        return told.flatMap((text) => /Source (\S+): no sender has pushed/.exec(text)?.[1] ?? []);
      };
      expect(await never()).toContain('other');
      await push('other', { body: line(), headers: { authorization: `Bearer ${OTHER}` } });
      const names = await never();
      expect(names).toContain('short');
      // It came; it waits for nobody; it is switched off.
      for (const name of ['other', 'files', 'off']) expect(names).not.toContain(name);
    });

    it('arrays of records, or of lines', async () => {
      const body = JSON.stringify([{ log: line(), date: 1 }, { message: line().trim() }, line()], null, 2);
      expect((await typed('application/json; charset=utf-8', body)).body).toEqual(counts(3));
      expect((await typed('application/json', '[]')).body).toEqual(counts(0));
    });

    it('lines as they are, with any line end, with a byte order mark, with what is no character', async () => {
      const body = Buffer.from(`\uFEFF${line().trim()}\r\n${line()}\n${line().trim()}`);
      expect((await typed('text/plain', body)).body).toEqual(counts(3));
      const latin = Buffer.from(line().replace('secret', 'g\xe4rten'), 'latin1');
      expect((await typed('', latin)).body).toEqual(counts(1));
    });

    it('gzip, told or not, in several members', async () => {
      const [a, b] = [line(), line()];
      const packed = Buffer.concat([gzipSync(a), gzipSync(b)]);
      expect((await typed('text/plain', packed, { 'content-encoding': 'gzip' })).body).toEqual(counts(2));
      const padded = Buffer.concat([gzipSync(line()), Buffer.alloc(8)]);
      expect((await typed('text/plain', padded, { 'content-encoding': 'gzip' })).body).toEqual(counts(1));
      expect((await typed('text/plain', packed)).body).toEqual(counts(0, 2));
    });

    it('logs of JSON as they are, and records that go on behind a line end, by a mapping', async () => {
      const at = new Date().toISOString();
      const calls = [1, 2, 3].map((n) => ({ at, way: 'in', who: SECRET, party: `+4915112345${n}` }));
      const json = { 'content-type': 'application/x-ndjson' };
      const lines = calls.map((call) => JSON.stringify(call)).join('\n');
      expect((await push('json-calls', { body: lines, headers: json })).body).toEqual(counts(3));
      const array = { 'content-type': 'application/json' };
      expect((await push('json-calls', { body: JSON.stringify(calls), headers: array })).body).toEqual(counts(0, 3));
      const csv = calls.map(({ party }) => `${at},in,${SECRET},${party},"planted\nnote"\n`);
      expect((await push('csv-calls', { body: csv.join('') })).body).toEqual(counts(3));
      const wrapped = csv.map((message) => JSON.stringify({ message })).join('\n');
      expect((await push('csv-calls', { body: wrapped, headers: json })).body).toEqual(counts(0, 3));
    });

    it('lines that break rules, each once however often it comes, and sums once', async () => {
      const noon = new Date(Math.floor(Date.now() / 86_400_000 - 1) * 86_400_000 + 43_200_000).toISOString();
      const called = (n: number) => JSON.stringify({ at: noon, way: 'in', who: SECRET, party: `+49900112345${n}` });
      const hits = async () => {
        const rows = opened.store.db.selectFrom('rule_hit').select(['rule', 'counts']);
        const found = await rows.where('source', '=', 'json-calls').execute();
        return found.map(({ rule, counts }) => `${rule} ${counts}`).sort();
      };
      const headers = { 'content-type': 'application/x-ndjson' };
      await push('json-calls', { body: `${called(1)}\n${called(2)}`, headers });
      expect(await hits()).toEqual(['premium null', 'premium null']);
      await push('json-calls', { body: `${called(2)}\n${called(3)}\n${called(1)}`, headers });
      await push('json-calls', { body: `${called(3)}\n${called(4)}`, headers });
      expect(await hits()).toEqual(['often {"count":3}', ...Array(4).fill('premium null')]);
    });

    it('a day of mobile data as each batch tells it: what did not change counts with what was corrected', async () => {
      const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
      const part = (bytes: number) => JSON.stringify({ at: `${day}T00:00:00Z`, day, sim: '+4915112345678', bytes });
      const stored: unknown[] = [];
      const told = [`${part(100)}\n${part(50)}`, `${part(100)}\n${part(60)}`, `${part(100)}\n${part(50)}`];
      for (const body of [...told, told[2]]) {
        await push('operator', { body, headers: { 'content-type': 'application/x-ndjson' } });
        const rows = opened.store.rows.selectFrom('data_usage').select('home_bytes').where('source', '=', 'operator');
        stored.push((await rows.execute()).map(({ home_bytes }) => Number(home_bytes)));
      }
      expect(stored).toEqual([[150], [160], [150], [150]]);
    });

    it('an empty body', async () => {
      expect(await typed('text/plain', '')).toMatchObject({ status: 202, body: counts(0) });
      expect(await typed('', '', { 'content-encoding': 'gzip' })).toMatchObject({ status: 202, body: counts(0) });
    });

    it('whatever a line is, and counts it', async () => {
      const body = [
        '{"message":1}',
        'nothing',
        '[]',
        '"x"',
        '{}',
        `{"message":"${'x'.repeat(1_100_000)}"}`,
        '{"message":',
      ];
      const answer = await typed('application/x-ndjson', body.join('\n'));
      expect(answer).toMatchObject({ status: 202, body: counts(0, 0, 0, body.length) });
      expect((await typed('application/json', '[{"message":"x"')).body).toEqual(counts(0, 0, 0, 1));
      // A run for each hour, of which another one may begin meanwhile.
      const runs = await opened.store.db.selectFrom('poll_run').select('lines').where('source', '=', 'web').execute();
      const rejected = runs.map(({ lines }) => JSON.parse(String(lines)).rejected);
      const sumOf = (reason: string) => rejected.reduce((sum, of) => sum + (of[reason] ?? 0), 0);
      expect(['not-json', 'format', 'too-long'].map(sumOf)).toEqual([3, 4, 1]);
    });
  });

  describe('answers', () => {
    const refusal = async (target: string, posted: Posted) => {
      const { status, headers, body } = await push(target, posted);
      return { status, again: headers.get('retry-after'), code: String(body.type).split(':').at(-1) };
    };

    it('202 for either key, in either header', async () => {
      for (const key of [KEY, NEXT])
        for (const headers of [
          { authorization: `bearer  ${key}`, 'x-ingest-key': '' },
          { authorization: '', 'x-ingest-key': key },
        ])
          expect(await push('web', { body: line(), headers })).toMatchObject({ status: 202, body: counts(1) });
    });

    it('401 for a key that is not of this source, and for none', async () => {
      for (const key of [OTHER, '', `${KEY}x`, KEY.slice(0, -1)])
        expect(await refusal('web', { body: line(), headers: { authorization: `Bearer ${key}` } })).toEqual({
          status: 401,
          again: null,
          code: 'key',
        });
      // Nobody learns without one which sources there are.
      for (const name of ['web', 'off', 'nobody', 'wrong', 'files', 'unread'])
        expect([name, await refusal(name, { body: line(), headers: { authorization: '' } })]).toMatchObject([
          name,
          { status: 401 },
        ]);
      const query = await refusal(`web?code=${KEY}&x-ingest-key=${KEY}`, { headers: { authorization: '' } });
      expect(query).toMatchObject({ status: 401 });
    });

    it('503 for all that an operator can mend, whatever the key', async () => {
      const notReady = { status: 503, again: '5', code: 'not-ready' };
      for (const name of ['nobody', 'off', 'wrong', 'misspelt', 'files', '%F0%9F%92%A5'])
        expect([name, await refusal(name, { body: line() })]).toEqual([name, notReady]);
      expect(await refusal('short', { headers: { authorization: 'Bearer short' } })).toEqual(notReady);
      // One that cannot be read may be the one that was sent.
      expect(await refusal('unread', { headers: { authorization: `Bearer ${OTHER}` } })).toEqual(notReady);
      expect((await push('unread', { body: line() })).status).toBe(202);
      // What the answer points to says it.
      const [short, unread] = await Promise.all(['short', 'unread'].map((name) => sourceStatus(app, name)));
      expect(short).toMatchObject({
        state: 'misconfigured',
        problems: [expect.stringMatching(/TEST_SHORT_KEY is too short.*openssl/)],
      });
      expect(unread?.problems).toEqual([expect.stringMatching(/TEST_MISSING_KEY is not set\. Set/)]);
      expect(unread?.state).not.toBe('misconfigured');
      expect(await refusal('web?sender=a%20b', { body: line() })).toMatchObject({ status: 503, code: 'sender' });
      expect(await refusal('web?sender=a&sender=b', { body: line() })).toMatchObject({ status: 503, code: 'sender' });
      const headers = { 'content-encoding': 'gzip' };
      const [one, two, zeros] = [gzipSync(line()), gzipSync(line()), Buffer.alloc(8)];
      for (const body of [line(), one.subarray(0, -12), Buffer.concat([one, zeros, two])])
        expect(await refusal('web', { body, headers })).toEqual({ status: 503, again: '5', code: 'not-gzip' });
    });

    it('411 where no length is told', async () => {
      const headers = { 'content-length': '', 'transfer-encoding': 'chunked' };
      expect(await refusal('web', { headers })).toEqual({ status: 411, again: null, code: 'length-required' });
    });

    it('413 for more than 16 MB, unpacked, for more lines than are known again, and for what is packed too well', async () => {
      const large = { status: 413, again: null, code: 'too-large' };
      const long = `${'x'.repeat(200)}\n`;
      expect(await refusal('web', { body: long.repeat(80_000) })).toEqual(large);
      const headers = { 'content-encoding': 'gzip' };
      const random = Array.from({ length: 400_000 }, () => Math.random().toString(36));
      expect(await refusal('web', { body: gzipSync(random.join('').repeat(4)), headers })).toEqual(large);
      expect(await refusal('web', { body: gzipSync('\n'.repeat(2_000_000)), headers })).toEqual(large);
      expect(await refusal('web', { body: 'x\n'.repeat(200_001) })).toEqual(large);
      expect((await typed('text/plain', gzipSync('\n'.repeat(900_000)), headers)).status).toBe(202);
    });

    it('503 for more than 48 MB at once, and takes them one after the other', async () => {
      const body = 'x'.repeat(15_000_000);
      const statuses: number[] = [];
      const pushed = Array.from({ length: 5 }, async () => statuses.push((await push('web', { body })).status));
      await Promise.all(pushed.slice(3));
      // Three wait for each other: how long may be too long for an answer of 202, and they are taken nevertheless.
      expect([statuses, waitingBytes()]).toEqual([[503, 503], 3 * body.length]);
      await Promise.all(pushed);
      await eventually('all of it is taken', async () => waitingBytes() === 0 || undefined);
      expect((await push('web', { body })).status).toBe(202);
    });

    it('415 for what no shipper sends', async () => {
      const no = { status: 415, again: null, code: 'content-type' };
      for (const type of [
        'application/msgpack',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ])
        expect(await refusal('web', { body: line(), headers: { 'content-type': type } })).toEqual(no);
      for (const encoding of ['deflate', 'br', 'zstd', 'snappy'])
        expect(await refusal('web', { body: line(), headers: { 'content-encoding': encoding } })).toEqual(no);
    });

    it('503 while the database is away, and takes the lines when it is there again', async () => {
      const body = line();
      const away = await openTestStore();
      await away.remove();
      const gone = { ...app, stores: { ...app.stores, push: away.store } };
      const answer = await post(gone, 'web', { body, headers: bearer });
      answers.push(answer);
      expect([answer.status >= 500, (await push('web', { body })).body]).toEqual([true, counts(1)]);
    });
  });

  it('makes the reader of a source anew where that failed: a failure is not kept until a restart', async () => {
    const [web] = polledHere(app.sources, app.settings);
    if (!web) throw new Error('no source');
    const connect = jest.fn(web.connect).mockRejectedValueOnce(new Error('not now'));
    const source = { ...web, connect };
    await expect(pushDependencies(app, source)).rejects.toThrow('not now');
    for (const _ of [1, 2]) expect(await pushDependencies(app, source)).toMatchObject({ config: { name: 'web' } });
    expect(connect).toHaveBeenCalledTimes(2);
  });

  it('tells nobody what is in a line, nor a key', () => {
    const told = answers.map(({ body, logged }) => JSON.stringify([body, logged])).join('\n');
    expect(answers.length).toBeGreaterThan(50);
    for (const secret of ['planted', KEY, NEXT, OTHER, 'TEST_'])
      expect(told.replace(/env:TEST_\w+/g, '')).not.toContain(secret);
    for (const { body } of answers) expect(JSON.stringify(body)).not.toContain('env:');
  });
});
