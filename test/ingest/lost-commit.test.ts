// A COMMIT whose answer is lost may have taken effect or not. The engine is real; only its answers are lost, at the
// driver's edge, on each engine.
import { describe, expect, it } from '@jest/globals';
import { StoreError } from '../../lib/errors.ts';
import type { Engine } from '../../lib/store/engine.ts';
import { openEngine } from '../../lib/store/index.ts';
import { storeOver } from '../../lib/store/store.ts';
import { onEachEngine } from '../store/stores.ts';
import { devices, ScriptedSource, wholePass } from './scripted.ts';

type Loss = 'after it took effect' | 'before it took effect';

/** Loses the answer to every commit whose number `loses` names. */
function losing(engine: Engine, loss: Loss, loses: (commit: number) => boolean): Engine {
  let commits = 0;
  return {
    ...engine,
    begin: async () => {
      const transaction = await engine.begin();
      return {
        ...transaction,
        commit: async () => {
          commits += 1;
          const lost = loses(commits);
          if (!lost || loss === 'after it took effect') await transaction.commit();
          if (!lost) return;
          throw new StoreError('The answer to COMMIT was lost.', { code: 'commit-unknown', hint: 'It is read back.' });
        },
      };
    },
  };
}

describe('a commit whose answer is lost', () => {
  onEachEngine((open) => {
    /** A loss outside of the fenced transactions ends a poll, and may leave its lease, which runs out; the next goes on. */
    const untilComplete = async (source: ScriptedSource, script: Parameters<ScriptedSource['poll']>[0]) => {
      for (let attempt = 0; attempt < 40; attempt += 1) {
        const receipt = await source.poll(script).catch(() => null);
        if (receipt?.outcome === 'complete') return;
        await open().store.write(({ db }) =>
          db.updateTable('source_state').set({ lease_until: null }).where('source', '=', source.name).execute(),
        );
      }
      throw new Error('no poll was complete');
    };
    const load = async (of: Engine) => {
      const source = new ScriptedSource(storeOver(of));
      await untilComplete(source, () => wholePass(devices(30), 'device', 10));
      await untilComplete(source, () => wholePass(devices(31).slice(1), 'device', 10));
      return source;
    };
    const content = async (source: ScriptedSource) => {
      const plain = new ScriptedSource(open().store);
      Object.assign(plain, { name: source.name });
      const names = (await plain.rows('device')).map((row) => row.external_id).sort();
      const kinds = (await plain.rows('change')).map((row) => row.kind).sort();
      return { names, kinds };
    };

    for (const loss of ['after it took effect', 'before it took effect'] as const)
      it(`${loss} is found out: nothing is lost, nothing is double`, async () => {
        const engine = await openEngine({ database: open().database });
        try {
          const whole = await content(await load(engine));
          for (const every of [2, 3, 5])
            expect(
              await content(
                await load(losing(engine, loss, (commit) => commit > 6 && commit < 30 && commit % every === 0)),
              ),
            ).toEqual(whole);
          expect(whole.names).toHaveLength(30);
          expect(whole.kinds).toEqual(['appeared', 'removed']);
        } finally {
          await engine.close();
        }
      });
  });
});
