// Random histories of two sources, with everything that happens to a poll, against the plain model in `model.ts`: after
// every step rows, apps and their counts, holds, checkpoint, readings under way, changes and runs are what the model says.
// A failure prints a replayPath, too: FC_REPLAY_PATH repeats it.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recountApps } from '../../lib/operations/app-counts.ts';
import type { Engine } from '../../lib/store/engine.ts';
import { openEngine, type Store } from '../../lib/store/index.ts';
import { storeOver } from '../../lib/store/store.ts';
import { runs } from '../fuzz/runs.ts';
import { groupsCounted, groupsKept } from '../query/groups.ts';
import { termsIn } from '../search/polled.ts';
import { emptyTables } from '../store/databases.ts';
import { type Edge, edgeOf } from '../store/edge.ts';
import { onEachEngine } from '../store/stores.ts';
import { SourceModel } from './model.ts';
import { compareSources } from './model-compare.ts';
import { history, type Model, type Product } from './model-history.ts';
import { comparePeople } from './model-people.ts';
import { ScriptedSource, TestClock } from './scripted.ts';

const { FC_REPLAY_PATH } = process.env;
const NO_SWITCH = { exclude: [], phoneNumbers: 'masked', personalDevices: false } as const;

describe('any history of polls', () => {
  onEachEngine((open) => {
    const begin = async (real: Engine): Promise<{ model: Model; real: Product }> => {
      const [mine, theirs] = [new TestClock(), new TestClock()];
      const edge: Edge = edgeOf(real, () => theirs.now());
      const store: Store = storeOver(edge.engine);
      await emptyTables(store);
      const sources = [0, 1].map(() => {
        const source = new ScriptedSource(store);
        source.clock = theirs;
        return source;
      });
      const model: Model = {
        clock: mine,
        sources: sources.map(() => new SourceModel(() => mine.now().getTime())),
        switches: sources.map(() => NO_SWITCH),
        mapping: sources.map(() => 1),
        plans: [],
      };
      let steps = 0;
      const compare = async (expected: Model) => {
        await compareSources(store, sources, expected);
        await comparePeople(store, sources);
        const { stored, made } = await termsIn(store);
        expect(stored).toEqual(made);
        steps += 1;
        if (steps % 4 > 0) return;
        // Only what was marked is counted anew: it is all that changed.
        await recountApps(store, () => false);
        expect(await groupsKept(store)).toEqual(await groupsCounted(store));
      };
      return { model, real: { clock: theirs, store, edge, sources, compare } };
    };

    it('leaves what the plain model says', async () => {
      const engine = await openEngine({ database: open().database });
      try {
        await fc.assert(
          fc.asyncProperty(history(18, true, FC_REPLAY_PATH), async (commands) => {
            const setup = await begin(engine);
            await fc.asyncModelRun(() => setup, commands);
          }),
          runs(engine.name === 'sqlite' ? 20 : 2),
        );
      } finally {
        await engine.close();
      }
    }, 3_600_000);
  });
});
