// kill -9 at commits and at any time, chosen by a seed. `npm run soak` does the same a thousand times.
import { describe, expect, it } from '@jest/globals';
import { describeEachEngine } from '../store/stores.ts';
import { Boundaries } from './boundaries.ts';
import { runCampaign } from './campaign.ts';

const SEED = 20_261_124;
const KILLS = 30;

describe(`a collector that is killed (seed ${SEED})`, () => {
  describeEachEngine((engine) => {
    it('leaves the same tables as one that nobody interrupted, once it got through', async () => {
      const boundaries = new Boundaries();
      const result = await runCampaign({
        engine,
        seed: SEED,
        kills: KILLS,
        boundaries,
        everyKind: true,
      });
      expect(result).toMatchObject({ leaks: [], files: [] });
      expect(result.kills).toBeGreaterThanOrEqual(KILLS);
      expect(boundaries.kindsLeft).toEqual([]);
      expect(boundaries.atAnyTime).toBeGreaterThan(0);
    }, 600_000);
  });
});
