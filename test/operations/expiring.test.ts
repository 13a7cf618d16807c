// What expires is told in time: 30 days before, by kind, and without the names that people gave it.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { expiring } from '../../lib/operations/expiring.ts';
import { warningsOf } from '../../lib/operations/warnings.ts';
import { queryEndpoints } from '../../lib/query/endpoints.ts';
import { clientOf, dependenciesOver, NOW } from '../http/api.ts';
import { insert, mirrored } from '../query/estate.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

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
          settings: { UNVERIFIED_DAYS: 30 },
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
});
