// What expires is told in time: 30 days before, by kind, and without the names that people gave it.
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SourceError } from '../../lib/errors.ts';
import { createHttpClient } from '../../lib/net/client.ts';
import { expiring, expiringLine } from '../../lib/operations/expiring.ts';
import { databaseSamples } from '../../lib/operations/metrics-of-database.ts';
import { warningsOf } from '../../lib/operations/warnings.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver, NOW } from '../http/api.ts';
import { devices, type Script, ScriptedSource, wholePass } from '../ingest/scripted.ts';
import { httpsServer, privateAuthority } from '../net/servers.ts';
import { insert, mirrored } from '../query/estate.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';
import { operatorsOf, WARNED } from './application.ts';

const HOUR_MS = 3_600_000;

onEachEngine((open) => {
  const call = clientOf(queryEndpoints, async () => dependenciesOver(open().store));
  beforeEach(() => emptyTables(open().store, ['infrastructure']));

  const component = (name: string, kind: string, expiresAt: Date | null, source = 'intune') =>
    mirrored(source, name, { component: kind, external_id: name, name: `${name} of Jane Doe`, expires_at: expiresAt });
  const inHours = (hours: number, from: Date = NOW): Date => new Date(from.getTime() + hours * HOUR_MS);

  describe('what expires', () => {
    it('is told by kind, the most urgent first, from 30 days before', async () => {
      const { store } = open();
      await insert(store, 'infrastructure', [
        component('push', 'apns-certificate', inHours(12 * 24 + 5)),
        component('first', 'vpp-token', inHours(-30)),
        component('second', 'vpp-token', inHours(20 * 24)),
        component('edge', 'licence', inHours(30 * 24 + 23), 'uem'),
        component('later', 'dep-token', inHours(31 * 24)),
        component('never', 'server', null),
        { ...component('gone', 'connector', inHours(1)), absent_since: NOW },
      ]);
      expect(await expiring(store, NOW)).toEqual([
        { source: 'intune', component: 'vpp-token', count: 2, days: -2 },
        { source: 'intune', component: 'apns-certificate', count: 1, days: 12 },
        { source: 'uem', component: 'licence', count: 1, days: 30 },
      ]);
      expect(await expiring(store, NOW, 'uem')).toMatchObject([{ component: 'licence' }]);
    });

    it('stands among the warnings, without a name', async () => {
      const { store } = open();
      const now = await store.now();
      await insert(store, 'infrastructure', [
        component('push', 'apns-certificate', inHours(12 * 24 + 5, now)),
        component('first', 'vpp-token', inHours(-30, now)),
        component('second', 'vpp-token', inHours(25, now)),
      ]);
      const warnings = await warningsOf(
        {
          store,
          settings: WARNED,
          sources: [{ name: 'intune' }],
          ignored: [],
          collector: { lensVersion: '0.1.0' },
        },
        [],
      );
      expect(warnings).toEqual([
        expect.stringMatching(/^vpp-token of source intune: expired, the first of 2\. Renew it; GET \/api\/infra/),
        expect.stringMatching(/^apns-certificate of source intune: expires in 12 days\. /),
      ]);
      expect(warnings.join()).not.toMatch(/Jane/);
    });

    it('has its days in the list, by the clock, and is found by its kind as the warning says', async () => {
      const { store } = open();
      await insert(store, 'infrastructure', [
        component('push', 'apns-certificate', inHours(12 * 24 + 5)),
        component('old', 'apns-certificate', inHours(-30)),
        component('server', 'server', null),
      ]);
      const query = 'infrastructure?source=intune&component=apns-certificate&sort=expiresAt&fields=name,daysToExpiry';
      const { body } = await call(query);
      expect(Object(body).items).toEqual([
        { name: 'old of Jane Doe', daysToExpiry: -2 },
        { name: 'push of Jane Doe', daysToExpiry: 12 },
      ]);
      const { body: all } = await call('infrastructure?component=server');
      expect(Object(all).items).toMatchObject([
        { daysToExpiry: null, unitsTotal: null, unitsUsed: null, unitsFree: null },
      ]);
    });
  });

  describe('the TLS of the servers of a source', () => {
    const { authority, caFile, remove } = privateAuthority();
    afterAll(remove);
    const { application, statusOf, clientFor } = operatorsOf(open);

    /** A source that asks servers, and then tells, or fails. */
    function asking(urls: readonly string[], then: Script = () => wholePass(devices(2))): Script {
      return async function* (context) {
        const { signal } = new AbortController();
        const log = { debug: () => {} };
        using http = createHttpClient({ caFile, signal, clock: { now: () => new Date() }, random: Math.random, log });
        for (const url of urls) await http.json({ url });
        yield* then(context);
      };
    }
    const failing: Script = () => {
      throw new SourceError('', { code: 'http-500', hint: '' });
    };

    it('is told as the last polls found it, warned of before its certificate ends, and of one that is gone no more', async () => {
      const { store } = open();
      const answer = (_: unknown, response: { end(): void; statusCode: number }) => {
        response.statusCode = 204;
        response.end();
      };
      const [one, two] = [await httpsServer(authority, answer), await httpsServer(authority, answer)];
      const [first = '', second = ''] = [one, two].map(({ port }) => `https://127.0.0.1:${port}/users/jane.doe?key=s`);
      const hosts = async () => (await statusOf(source))?.tls.map(({ host }) => host);
      const hostOf = ({ port }: { readonly port: number }) => `127.0.0.1:${port}`;
      const both = [hostOf(one), hostOf(two)].sort();
      const source = new ScriptedSource(store);
      await source.poll(asking([first, second]));
      expect(await hosts()).toEqual(both);
      await source.poll(asking([second], failing));
      expect(await hosts()).toEqual([hostOf(two), hostOf(one)]);
      await source.poll(asking([], failing));
      expect(await hosts()).toHaveLength(2);
      await source.poll(asking([first]));
      const [told] = (await statusOf(source))?.tls ?? [];
      expect(told).toEqual({
        host: hostOf(one),
        protocol: 'TLSv1.3',
        cipher: 'TLS_AES_256_GCM_SHA384',
        issuer: 'Fleet Private CA',
        expiresAt: expect.stringMatching(/Z$/),
        days: 396,
      });
      expect((await clientFor(source)('sources', 'GET')).status).toBe(200);
      const ends = new Date(String(told?.expiresAt));
      const soon = new Date(ends.getTime() - 12 * 24 * HOUR_MS);
      expect(await expiring(store, soon)).toEqual([
        { source: source.name, component: 'tls-certificate', count: 1, days: 12 },
      ]);
      expect(await expiring(store, soon, 'another')).toEqual([]);
      expect(await expiring(store, new Date())).toEqual([]);
      expect(expiringLine({ source: 'uem', component: 'tls-certificate', count: 1, days: 12 })).toBe(
        'tls-certificate of source uem: expires in 12 days. Renew it; GET /api/sources/uem tells which.',
      );
      const samples = await databaseSamples(application(source, () => []));
      const sample = samples.find(({ name }) => name === 'emmlens_expires_in_seconds');
      expect(sample?.labels).toEqual([source.name, 'tls-certificate']);
      expect(sample?.value).toBeGreaterThan(395 * 86_400);
      for (const server of [one, two]) await server.close();
    });
  });
});
