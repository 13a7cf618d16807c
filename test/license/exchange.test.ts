import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsOf, datasets, type Field } from '../../lib/catalog/index.ts';
import { verifyHardware } from '../../lib/hardware/verify.ts';
import { type LicenseCheck, licenseExchanges, previewLicense, runLicenseCheck } from '../../lib/license/exchange.ts';
import { identityOf, isSignedBy, publicKeyOf } from '../../lib/license/identity.ts';
import { licenseWarnings, readUpdate } from '../../lib/license/update.ts';
import { createHttpClient } from '../../lib/net/client.ts';
import type { Store } from '../../lib/store/index.ts';
import type { Answer } from '../../local/fleet/http/exchange.ts';
import { Vendor } from '../../local/fleet/license/answers.ts';
import { runs } from '../fuzz/runs.ts';
import { guidOf } from '../ingest/scripted.ts';
import { type Closable, httpsServer, privateAuthority } from '../net/servers.ts';
import { addDevices, addPerson, addSource, count, silent } from '../privacy/fixture.ts';
import { emptyTables, writeFreely } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const { authority, caFile, remove } = privateAuthority();
afterAll(remove);
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

interface Received {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly url: string | undefined;
}

/** A vendor that keeps what it gets and answers with `status`. */
async function vendor(
  status: number,
  answer?: (body: Buffer) => Answer,
): Promise<{ url: string; received: Received[]; server: Closable }> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    // No end comes of a body that breaks off, and no error.
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      received.push({ body, headers: request.headers, url: request.url });
      const { headers, content } = answer?.(body) ?? {};
      const text = { 'content-type': 'text/plain', ...headers };
      response.writeHead(status, text).end(status === 204 ? undefined : content === undefined ? 'thanks' : content);
    });
  };
  const server = await httpsServer(authority, listener);
  opened.push(server);
  return { url: `https://127.0.0.1:${server.port}/check`, received, server };
}

function check(store: Store, url: string | undefined, log = silent): LicenseCheck {
  const http = createHttpClient({
    caFile,
    signal: new AbortController().signal,
    clock: { now: () => new Date() },
    random: () => 0,
    log: silent,
    limits: { attempts: 1 },
    sleep: async () => {},
  });
  opened.push(http);
  const auditKey = { read: () => 'x'.repeat(32) };
  return {
    store,
    http,
    url,
    log,
    auditKey,
    publicKey: undefined,
    versions: { emmLens: '0.1.0', functionsHost: '4.1035.0', nodeJs: 'v24.21.0' },
  };
}

const collector = (instance: string, node_version: string, last_seen_at = new Date()) => ({
  instance,
  host_version: '4',
  node_version,
  lens_version: '0.1.0',
  sources: '[]',
  started_at: new Date(last_seen_at.getTime() - 60_000),
  last_seen_at,
});

onEachEngine((open) => {
  beforeEach(async () => {
    await emptyTables(open().store);
  });

  describe('the licence check', () => {
    it('sends what the preview showed, and keeps it, byte for byte', async () => {
      const { store } = open();
      await addSource(store, 's', { versions: JSON.stringify({ product: 'x', version: '1.0' }) });
      await addPerson(store, 's', 'u', { mail: 'u@example.org' });
      const { url, received } = await vendor(204);
      const deps = check(store, url);
      await runLicenseCheck(deps);
      const preview = await previewLicense(deps);
      const exchange = await runLicenseCheck(deps);
      expect(received[1]?.body.equals(preview)).toBe(true);
      const [kept] = await licenseExchanges(store, 10);
      expect(Buffer.from(kept?.payload ?? '').equals(preview)).toBe(true);
      expect(kept).toMatchObject({ id: exchange?.id, status: 204, errorCode: null });
    });

    it('is previewed without a write: what it makes first is said to be made by it', async () => {
      const { store } = open();
      const { url } = await vendor(204);
      const deps = check(store, url);
      const stored = () => store.db.selectFrom('setting').selectAll().orderBy('name').execute();
      const previewed = async (of = deps) => JSON.parse((await previewLicense(of)).toString());
      const [toBeMade, before] = ['made by the next check', await stored()];
      expect(await previewed()).toMatchObject({ serverId: toBeMade, publicKey: toBeMade });
      expect(await stored()).toEqual(before);
      await runLicenseCheck(deps);
      const [made, after] = [await previewed(), await stored()];
      const other = { ...deps, auditKey: { read: () => 'of another time, '.repeat(2) } };
      expect(await previewed(other)).toEqual({ ...made, publicKey: toBeMade });
      expect(await stored()).toEqual(after);
    });

    it('signs what it sends with a key of the database, whichever collector sends it', async () => {
      const { store } = open();
      const { url, received } = await vendor(200);
      for (const _ of [1, 2]) await runLicenseCheck(check(store, url));
      const keys = received.map(({ body, headers }) => {
        const { publicKey } = JSON.parse(body.toString());
        const key = publicKeyOf(publicKey);
        const signature = String(headers['emm-lens-signature']);
        expect(key && isSignedBy(key, body, signature)).toBe(true);
        expect(key && isSignedBy(key, Buffer.concat([body, Buffer.from(' ')]), signature)).toBe(false);
        return publicKey;
      });
      expect(new Set(keys).size).toBe(1);
      const { value } = await store.db
        .selectFrom('setting')
        .select('value')
        .where('name', '=', 'server-key')
        .executeTakeFirstOrThrow();
      expect(Object.keys(JSON.parse(value)).sort()).toEqual(['publicKey', 'sealed']);
    });

    it('tells what the vendor signed, and nothing that it did not, and no answer is an error', async () => {
      const { store } = open();
      await addSource(store, 'a', { product: 'intune' });
      await addDevices(store, 'a', ['1', '2'], { platform: 'ios' });
      const simulated = new Vendor();
      Object.assign(simulated.terms, { licensed: { devices: 1, users: 5 }, validUntil: '2020-01-01T00:00:00Z' });
      const { url } = await vendor(200, (body) =>
        simulated.answer({ method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body, origin: '' }),
      );
      const deps = { ...check(store, url), publicKey: simulated.publicKey };
      const told = async () => readUpdate(store, await store.now(), '0.1.0');
      expect(await runLicenseCheck({ ...deps, publicKey: undefined })).toMatchObject({ answerCode: 'wrong-signature' });
      expect(await told()).toBeNull();
      for (const [says, answerCode] of [
        ['none', 'accepted'],
        ['unsigned', 'unsigned'],
        ['wrong-signature', 'wrong-signature'],
        ['other-server', 'other-server'],
        ['unknown-format', 'unknown-format'],
        ['not-json', 'not-json'],
        ['nested', 'not-json'],
        ['too-large', 'too-large'],
        ['stale', 'out-of-date'],
      ] as const) {
        simulated.terms.says = says;
        expect(await runLicenseCheck(deps)).toMatchObject({ status: 200, errorCode: null, answerCode });
      }
      expect(await told()).toMatchObject({
        newestVersion: '99.0',
        isNewer: true,
        needsStep: false,
        hasEnded: true,
        exceeded: [{ what: 'devices', licensed: 1, counted: 2 }],
      });
      const warnings = await licenseWarnings(store, await store.now(), '0.1.0');
      expect(warnings.map(({ kind }) => kind)).toEqual(['update-out', 'licence-ended', 'licence-exceeded']);
      expect(await readUpdate(store, await store.now(), '99.0.0')).toMatchObject({ isNewer: false });
    });

    it('keeps what was sent although the vendor refused it', async () => {
      const { store } = open();
      const { url } = await vendor(403);
      await runLicenseCheck(check(store, url));
      expect(await licenseExchanges(store, 10)).toMatchObject([{ status: 403, errorCode: 'http-403' }]);
    });

    it('keeps what it tried to send although nobody answered', async () => {
      const { store } = open();
      const { url, server } = await vendor(200);
      await server.close();
      await runLicenseCheck(check(store, url));
      expect(await licenseExchanges(store, 10)).toMatchObject([
        { status: null, errorCode: 'refused', payload: expect.stringContaining('serverId') },
      ]);
    });

    it('sends and keeps nothing without an address, and says so once', async () => {
      const { store } = open();
      const lines: string[] = [];
      const deps = check(store, undefined, { ...silent, info: (line) => void lines.push(line) });
      expect([await runLicenseCheck(deps), await runLicenseCheck(deps)]).toEqual([null, null]);
      expect(lines).toEqual([expect.stringContaining('LICENSE_URL')]);
      expect(await count(store, 'license_exchange')).toBe(0);
    });

    it('identifies the database by one random UUID', async () => {
      const { store } = open();
      const { auditKey } = check(store, undefined);
      const made = await Promise.all([1, 2, 3].map(() => identityOf(store, auditKey)));
      expect(new Set(made.map(({ serverId }) => serverId)).size).toBe(1);
    });

    it('counts people, addresses, devices and collectors once', async () => {
      const { store } = open();
      for (const [source, product] of [
        ['a', 'intune'],
        ['b', 'intune'],
        ['ad', 'active-directory'],
      ] as const)
        await addSource(store, source, { product });
      await addPerson(store, 'a', 'u1', { mail: 'Jane@Example.org', entra_id: guidOf('e1') });
      await addPerson(store, 'b', 'u2', { mail: 'jane@example.org', entra_id: guidOf('e1') });
      await addPerson(store, 'b', 'u3', { mail: 'left@example.org', absent_since: new Date() });
      await addPerson(store, 'ad', 'p', { mail: 'john@example.org' }, new Date(), 'directory_user');
      await addDevices(store, 'a', ['1'], { serial_number: 'SN1', platform: 'ios' });
      await addDevices(store, 'b', ['2'], { serial_number: 'sn1', imei: '35', platform: 'ios' });
      await addDevices(store, 'a', ['6'], { imei: '35', platform: 'ios' });
      await verifyHardware(store, (work) => store.write(work));
      await addDevices(store, 'b', ['3', '4'], { platform: 'toaster' });
      await addDevices(store, 'b', ['5'], { platform: 'ios', absent_since: new Date() });
      await store.write((tx) =>
        tx.insert('collector', [
          collector('1', 'v24.1.0'),
          collector('2', '24.1.0'),
          collector('3', '22.0.0', new Date(0)),
          collector('4', '22.0.0', new Date(Date.now() + 40 * 86_400_000)),
        ]),
      );
      expect(JSON.parse((await previewLicense(check(store, undefined))).toString())).toMatchObject({
        versions: { emmLens: '0.1.0', functionsHost: '4.1035.0', nodeJs: '24.21.0' },
        emmSystems: [
          { product: 'intune', version: 'unknown' },
          { product: 'intune', version: 'unknown' },
        ],
        collectors: [{ nodeJs: '24.1.0', count: 2, peak: 2 }],
        collectorPeak: 2,
        mailAddresses: 2,
        users: [{ product: 'intune', count: 1 }],
        devices: 3,
        devicesPerType: [
          { type: 'ios', count: 1 },
          { type: 'other', count: 2 },
        ],
      });
    });

    it('sends nothing of what any text in the database says: body, headers and address', async () => {
      const { store } = open();
      const { url, received } = await vendor(200);
      const deps = check(store, url);
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(PLANTED, { minLength: PLANTED.length }), fc.nat(), async (texts, from) => {
          await emptyTables(store);
          let next = from;
          const text = () => texts[next++ % texts.length] ?? '';
          await writeFreely(store, async (tx) => {
            for (const dataset of datasets())
              if (dataset.name !== 'write_lock')
                await tx.rows
                  .insertInto(dataset.name)
                  // An EMM, so that what it says of its version is asked for.
                  .values({
                    ...planted(columnsOf(dataset), text),
                    ...(dataset.name === 'source_state' && { product: 'intune' }),
                  })
                  .execute();
          });
          received.length = 0;
          await runLicenseCheck(deps);
          expect(received).toHaveLength(1);
          const { url: address, body, headers } = received[0] ?? {};
          const sent = `${address} ${body} ${JSON.stringify(headers)}`;
          expect(sent).toContain('"devices":1');
          for (const one of PLANTED) expect(sent.toLowerCase()).not.toContain(one.toLowerCase());
          expect(Object.keys(received[0]?.headers ?? {}).sort()).toEqual([
            'accept',
            'accept-encoding',
            'connection',
            'content-length',
            'content-type',
            'emm-lens-signature',
            'host',
            'user-agent',
          ]);
        }),
        runs(6),
      );
    });
  });
});

/** What people, devices and operators are called, whatever column it came into. */
const PLANTED = [
  'Jane Müller-Weiß',
  'jane.doe@corp.example',
  'CORP\\jdoe',
  '+4915112345678',
  '356938035643809',
  "Jane's iPhone 17",
  'ios@corp.example',
  '17.5.1-jane',
  '0151.23456789',
  '35.6938035643809',
  'lens01.corp.example',
];

/** A row with such a text in every text that fits it, and as versions. */
function planted(fields: Readonly<Record<string, Field>>, text: () => string): Record<string, unknown> {
  const values: Record<Field['kind'], (field: Field) => unknown> = {
    text: (field) => text().slice(0, field.length === 'max' ? undefined : field.length),
    json: () => JSON.stringify({ product: text(), version: text() }),
    integer: () => 1,
    bigint: () => 1,
    decimal: () => 1,
    boolean: () => true,
    instant: (field) => (field.description.startsWith('Since when complete passes') ? null : new Date()),
    binary: () => Buffer.alloc(16),
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => (name === 'id' ? [] : [[name, values[field.kind](field)]])),
  );
}
