import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError, StoreError } from '../../lib/errors.ts';
import type { ApiDependencies } from '../../lib/http/dependencies.ts';
import type { Answer, Endpoint } from '../../lib/http/endpoint.ts';
import { notFound } from '../../lib/http/problem.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { device, insert, mirrored, subject } from '../query/estate.ts';
import { emptyTables } from '../store/databases.ts';
import { openTestStore, type TestStore } from '../store/stores.ts';
import { clientOf, dependenciesOver, INVOCATION, NOW, PURPOSE } from './api.ts';

/** An endpoint that answers as a test says. */
const endpointThat = (handle: () => Promise<Answer>, more: Partial<Endpoint> = {}): Endpoint => ({
  name: 'probe',
  method: 'GET',
  route: 'probe',
  authLevel: 'function',
  tag: 'Test',
  roles: 'every role',
  summary: 'A probe',
  dataset: null,
  purpose: 'optional',
  parameters: [{ name: 'colour', in: 'query', description: 'A colour', schema: { type: 'string' } }],
  response: { description: 'Anything', content: { 'application/json': {} } },
  handle,
  ...more,
});

describe('the wrapper of HTTP functions', () => {
  let opened: TestStore | undefined;
  const dependencies = async (): Promise<ApiDependencies> => {
    if (!opened) throw new Error('no store');
    return dependenciesOver(opened.store);
  };
  const clientFor = (handle: () => Promise<Answer>, more: Partial<Endpoint> = {}) =>
    clientOf([endpointThat(handle, more)], dependencies);
  const answering = async (): Promise<Answer> => ({ body: { ok: true }, access: [] });
  const api = clientOf(queryEndpoints, dependencies);
  const logged = async () =>
    (await dependencies()).store.db.selectFrom('access_log').selectAll().orderBy('id').execute();

  beforeAll(async () => {
    opened = await openTestStore();
    const { store } = opened;
    await insert(store, 'subject', [subject('Ada'), subject('Bert')]);
    await insert(store, 'emm_user', [
      mirrored('intune', 'u', { external_id: 'u', subject_id: 1, subject_link: 'strong' }),
    ]);
    await insert(store, 'device', [device('d1', { user_external_id: 'u' })]);
  });
  afterAll(() => opened?.remove());
  beforeEach(async () => emptyTables((await dependencies()).store, ['access_log']));

  it('lets nothing be cached or sniffed, errors included', async () => {
    for (const called of [await clientFor(answering)('probe'), await clientFor(answering)('probe?size=1')]) {
      expect(called.headers.get('cache-control')).toBe('no-store');
      expect(called.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it.each([
    ['gzip, deflate, br', 20_000, 'gzip'],
    ['br;q=1, GZIP; q=0.1', 20_000, 'gzip'],
    ['*', 20_000, 'gzip'],
    ['*, gzip;q=0', 20_000, null],
    ['gzip;q=0.0', 20_000, null],
    ['br, deflate', 20_000, null],
    ['', 20_000, null],
    ['gzip', 100, null],
  ])('compresses for clients that take it what is long: %j, %d characters', async (accepted, length, encoding) => {
    const body = 'é'.repeat(length);
    const headers = { 'accept-encoding': accepted };
    const called = await clientFor(async () => ({ body, access: [] }))('probe', { headers });
    expect([called.headers.get('content-encoding'), called.body]).toEqual([encoding, body]);
    expect(called.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('answers HEAD as GET, without the body, and logs what it told', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const [head, get] = [await api('devices', { method: 'HEAD', headers }), await api('devices')];
    expect([head.status, head.text, [...head.headers]]).toEqual([200, '', [...get.headers]]);
    const [first, second] = (await logged()).map(({ id: _, ...row }) => row);
    expect(first).toEqual(second);
  });

  it('answers problem details, and a foreign error says nothing but that it happened', async () => {
    const called = await clientFor(async () => {
      throw new Error('cannot read ada@corp.example at https://secret.example');
    })('probe');
    expect(called.status).toBe(500);
    expect(called.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(called.body).toMatchObject({ type: 'urn:emm-lens:problem:internal', status: 500 });
    expect(called.text + called.logged).not.toMatch(/ada@|secret/);
    expect(called.logged.join()).toContain('request probe failed (internal): Unexpected Error. request=');
  });

  it('logs what it refused, by its code alone', async () => {
    const called = await api('devices?ada.lovelace=1');
    expect(called.logged).toEqual([
      `request listDevices was refused status=400 code=invalid-request request=${INVOCATION.slice(0, 8)}`,
    ]);
    expect((await api('devices')).logged).toEqual([]);
  });

  describe('in JSON', () => {
    beforeEach(() => {
      process.env.LOG_FORMAT = 'json';
    });
    afterEach(() => {
      delete process.env.LOG_FORMAT;
    });
    const failing = clientFor(async () => {
      throw new Error('cannot read ada@corp.example');
    });
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

    it('says of a problem and of its line of the log which request and trace they are of', async () => {
      const called = await failing('probe', { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
      expect(called.body).toMatchObject({ instance: `urn:uuid:${INVOCATION}` });
      expect(called.logged.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({ level: 'error', code: 'internal', request: INVOCATION, trace }),
      ]);
    });

    it.each([
      '',
      'x',
      `00-${trace}-00f067aa0ba902b7`,
      `ff-${trace}-00f067aa0ba902b7-01`,
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    ])('begins a new trace where the one that is told is malformed: %j', async (traceparent) => {
      const { status, logged } = await failing('probe', { headers: { traceparent } });
      expect([status, JSON.parse(logged[0] ?? '').trace]).toEqual([500, expect.stringMatching(/^[0-9a-f]{32}$/)]);
      expect(JSON.parse(logged[0] ?? '').trace).not.toMatch(/^(0{32}|4bf92f3577b34da6a3ce929d0e0e4736)$/);
    });
  });

  it('says when a lost database may be asked again', async () => {
    const called = await clientFor(async () => {
      throw new StoreError('The database was lost.', { code: 'lost', hint: 'Look at the server.' });
    })('probe');
    expect(called.status).toBe(503);
    expect(Number(called.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('answers a problem even where the application did not start', async () => {
    const called = await clientOf([endpointThat(answering)], async () => {
      throw new Error('no settings');
    })('probe');
    expect(called.status).toBe(500);
    expect(called.body).toMatchObject({ title: 'Internal error.' });
  });

  it('says that it is not ready where the settings are wrong, as health does', async () => {
    const called = await clientOf([endpointThat(answering)], async () => {
      throw new ConfigError('A setting is wrong or missing.', { code: 'settings', hint: 'AUDIT_KEY is missing.' });
    })('probe');
    expect(called.status).toBe(503);
    expect(called.body).toMatchObject({ type: 'urn:emm-lens:problem:settings', detail: 'AUDIT_KEY is missing.' });
  });

  it('names a record that is not there without its id', async () => {
    const called = await clientFor(async () => {
      throw notFound('device');
    })('probe');
    expect(called.body).toMatchObject({ status: 404, title: 'No such device.' });
  });

  it('refuses undeclared and repeated parameters before the handler runs, but not the function key', async () => {
    let runs = 0;
    const call = clientFor(async () => {
      runs += 1;
      return answering();
    });
    expect((await call('probe?size=1')).body).toMatchObject({ errors: [{ parameter: 'size' }] });
    expect((await call('probe?colour=a&colour=b')).status).toBe(400);
    expect(runs).toBe(0);
    expect((await call('probe?colour=a&code=secret')).status).toBe(200);
  });

  it('reads bodies as JSON of bounded size only', async () => {
    const call = clientFor(answering, { method: 'POST', requestBody: {} });
    const post = (body: string, type = 'application/json; charset=utf-8') =>
      call('probe', { method: 'POST', headers: { 'content-type': type }, body });
    expect((await post('{}')).status).toBe(200);
    expect((await post('{', 'application/json')).status).toBe(400);
    expect((await post('{}', 'text/plain')).status).toBe(415);
    expect((await post(JSON.stringify('x'.repeat(70_000)))).status).toBe(413);
  });

  it('says how a body is sent that did not arrive, or that is compressed', async () => {
    const call = clientFor(answering, { method: 'POST', requestBody: {} });
    const post = (body: string, headers = {}) =>
      call('probe', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    expect(await post('')).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'body', detail: expect.stringMatching(/Content-Length.* chunks/) }] },
    });
    expect(await post('{}', { 'content-encoding': 'gzip' })).toMatchObject({
      status: 415,
      body: { title: 'The body is compressed.' },
    });
    expect((await post('{}', { 'content-encoding': 'identity' })).status).toBe(200);
  });

  describe('the access log', () => {
    it('says who read what, when and why, and never what was filtered for', async () => {
      await api('devices?deviceName.startsWith=d1&fields=id,deviceName', {
        headers: { 'x-ms-client-principal-name': 'desk@corp.example', 'x-purpose': PURPOSE },
      });
      const rows = await logged();
      expect(rows).toMatchObject([
        {
          occurred_at: NOW,
          principal: 'desk@corp.example',
          operation: 'listDevices',
          dataset: 'device',
          purpose: PURPOSE,
          fields: '["id","deviceName"]',
          filters: '["deviceName"]',
          sort: 'id',
          row_count: 1,
        },
      ]);
    });

    it('knows a function key by a keyed hash, wherever it was sent, and beside a name that anybody could send', async () => {
      await api('devices', { headers: { 'x-functions-key': 'k1' } });
      await api('devices?code=k1');
      await api('devices', { headers: { 'x-functions-key': 'k2', 'x-ms-client-principal-name': 'Ada' } });
      await api('devices');
      const [header, query, named, none] = (await logged()).map((row) => row.principal);
      expect(header).toMatch(/^key:[0-9a-f]{16}$/);
      expect(query).toBe(header);
      expect(named).toMatch(/^Ada key:[0-9a-f]{16}$/);
      expect(named).not.toContain(header);
      expect(none).toBe('anonymous');
    });

    it.each([
      ['headers', 'devices', { 'x-functions-key': 'k1, k2' }],
      ['parameters', 'devices?code=k1&code=k2', {}],
    ])('knows nobody by several keys in %s: the runtime looks at the first alone', async (_, path, headers) => {
      const { status, body } = await api(path, { headers });
      expect([status, body]).toMatchObject([400, { type: expect.stringContaining('several-keys') }]);
      expect(await logged()).toEqual([]);
    });

    it('holds a keyed hash of the person where one was read, the same for the person and for their device', async () => {
      await api('users/1');
      await api('devices/1');
      await api('users/2');
      const rows = await logged();
      const hashes = new Map(rows.map((row) => [`${row.operation} ${row.dataset} ${row.row_count}`, row.subject_hash]));
      expect(hashes.get('showUser emm_user 1')).toMatch(/^[0-9a-f]{64}$/);
      expect(hashes.get('showDevice device 1')).toBe(hashes.get('showUser emm_user 1'));
      expect(new Set(rows.map((row) => row.subject_hash)).size).toBe(2);
    });

    it('names everyone in an answer: one in full, several by 8 bytes each, and goes on in a row where 1,000 are full', async () => {
      const read = { dataset: 'device', fields: [], filters: [], rowCount: 9 };
      const of = (subjects: number) => ({ ...read, subjects: Array.from({ length: subjects }, (_, i) => i) });
      const access = [0, 1, 2, 1_000, 1_001].map(of);
      await clientFor(async () => ({ body: null, access }), { dataset: 'device' })('probe');
      const lengths = (await logged()).map((row) => [
        row.row_count,
        row.subject_hash?.length ?? null,
        row.subject_hashes?.length ?? null,
      ]);
      expect(lengths).toEqual([
        [9, null, null],
        [9, 64, null],
        [9, null, 16],
        [9, null, 8_000],
        [9, null, 8_000],
        [0, null, 8],
      ]);
    });

    it('is written before the answer: where it cannot be, nothing is answered', async () => {
      const real = await dependencies();
      const full = {
        ...real.store,
        write: async () => Promise.reject(new StoreError('Full.', { code: 'full', hint: 'Make room.' })),
      };
      const called = await clientOf(queryEndpoints, async () => ({ ...real, store: full }))('devices');
      expect(called.status).toBe(503);
      expect(called.text).not.toContain('d1');
    });

    it('is demanded of every endpoint that reads about people', async () => {
      expect((await clientFor(answering, { dataset: 'device' })('probe')).status).toBe(500);
    });
  });

  describe('a purpose', () => {
    const call = (headers: Record<string, string>) =>
      clientFor(answering, { purpose: 'required' })('probe', { headers });

    it('that is needed must be one that the configuration names', async () => {
      const { status, body } = await call({});
      expect(status).toBe(400);
      expect(body).toMatchObject({
        errors: [{ parameter: 'x-purpose', detail: `One of the configured purposes: ${PURPOSE}, support.` }],
      });
      expect((await call({ 'x-purpose': 'support' })).status).toBe(200);
    });

    it('that is not configured is refused without being repeated, even where none is needed', async () => {
      const called = await clientFor(answering)('probe', { headers: { 'x-purpose': 'about Ada' } });
      expect(called.status).toBe(400);
      expect(called.text).not.toContain('Ada');
    });
  });
});
