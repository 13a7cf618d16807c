// kill -9 at commits and at any time, chosen by a seed: few in the first tier, until every kind of commit had its kill in
// the second, and a thousand by `npm run soak`.
import { describe, expect, it } from '@jest/globals';
import { describeEachEngine } from '../store/stores.ts';
import { Boundaries } from './boundaries.ts';
import { type CampaignOptions, runCampaign } from './campaign.ts';

/** Declares the test of one campaign. */
export function describeKills(given: Pick<CampaignOptions, 'seed' | 'kills' | 'everyKind'>): void {
  describe(`a collector that is killed (seed ${given.seed})`, () => {
    describeEachEngine((engine) => {
      it('leaves the same tables as one that nobody interrupted, once it got through', async () => {
        const boundaries = new Boundaries();
        const result = await runCampaign({ ...given, engine, boundaries });
        expect(result).toMatchObject({ leaks: [], files: [] });
        expect(result.kills).toBeGreaterThanOrEqual(given.kills);
        if (given.everyKind) expect([boundaries.kindsLeft, boundaries.atAnyTime > 0]).toEqual([[], true]);
      }, 1_800_000);
    });
  });
}
