// kill -9 at commits and at any time, chosen by a seed. `npm run soak` does the same a thousand times.
import { describe, expect, it } from '@jest/globals';
import { describeEachEngine } from '../store/stores.ts';
import { Boundaries } from './boundaries.ts';
import { runCampaign } from './campaign.ts';

const SEED = 20_261_124;
/** KILLS=all: until every kind of commit had its kill, then at any time, as the soak does; so does end-to-end/kill. */
const everyKind = process.env.KILLS === 'all';
const KILLS = everyKind ? 30 : 10;

describe(`a collector that is killed (seed ${SEED})`, () => {
  describeEachEngine((engine) => {
    it('leaves the same tables as one that nobody interrupted, once it got through', async () => {
      const boundaries = new Boundaries();
      const result = await runCampaign({
        engine,
        seed: SEED,
        kills: KILLS,
        boundaries,
        everyKind,
      });
      expect(result).toMatchObject({ leaks: [], files: [] });
      expect(result.kills).toBeGreaterThanOrEqual(KILLS);
      if (everyKind) expect([boundaries.kindsLeft, boundaries.atAnyTime > 0]).toEqual([[], true]);
    }, 600_000);
  });
});
