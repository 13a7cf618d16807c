// Holds are written by polls, under the lease of their source, and by operators, who need none.
import { describe, expect, it } from '@jest/globals';
import { type DecidedHold, decideHolds, decisionsOn, openHold } from '../../lib/ingest/holds.ts';
import type { Store } from '../../lib/store/index.ts';
import { emptyTables } from '../store/databases.ts';
import { onEachEngine } from '../store/stores.ts';

const target = { source: 's', name: 'device', at: new Date('2026-11-24T08:00:00.000Z') } as const;
const later = { ...target, at: new Date('2026-11-24T09:00:00.000Z') };
const refusal = (absent: number, { at }: { readonly at: Date }) => ({ absent, total: 100, sample: [], until: at });

describe('a hold that a poll and an operator change at the same time', () => {
  onEachEngine((open) => {
    /** One that is open, as a poll has read it. */
    const held = async (store: Store) => {
      await emptyTables(store, ['deletion_hold']);
      const nothing = await decisionsOn(store, 's', 'device');
      await store.write((tx) => openHold(tx, target, nothing, refusal(20, target)));
      return decisionsOn(store, 's', 'device');
    };
    const stored = (store: Store) =>
      store.db.selectFrom('deletion_hold').select(['state', 'absent', 'confirmed_at']).execute();

    it('is approved for what the operator saw, not for what the poll found since', async () => {
      const { store } = open();
      const read = await held(store);
      await decideHolds(store, 's', 'approved');
      await store.write((tx) => openHold(tx, later, read, refusal(90, later)));
      expect(await stored(store)).toEqual([{ state: 'approved', absent: 20, confirmed_at: target.at }]);
    });

    it('is decided on by nobody whom the poll has overtaken', async () => {
      const { store } = open();
      await held(store);
      let overtaken = false;
      const overtaking: Store = {
        ...store,
        write: (work, options) =>
          store.write(async (tx) => {
            const db = tx.db.withPlugin({
              transformQuery: ({ node }) => node,
              transformResult: async ({ result }) => {
                if (!overtaken) {
                  overtaken = true;
                  await tx.db.updateTable('deletion_hold').set({ state: 'recovered' }).execute();
                }
                return result;
              },
            });
            return work({ ...tx, db });
          }, options),
      };
      const decided: (readonly DecidedHold[])[] = [await decideHolds(overtaking, 's', 'approved')];
      expect(decided).toEqual([[]]);
      expect((await stored(store)).map(({ state }) => state)).toEqual(['recovered']);
    });
  });
});
