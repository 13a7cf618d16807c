// A real engine with a clock of the test's, and with faults at its edge, where a driver stands: a transaction that fails
// and may be tried again, a COMMIT whose answer is lost, and a process that is killed.
import { StoreError } from '../../lib/errors.ts';
import type { Engine, EngineTransaction } from '../../lib/store/engine.ts';

export type Fault = 'transient' | 'commit lost after' | 'commit lost before';

export interface Edge {
  readonly engine: Engine;
  /** The next transactions of a lease's holder meet these, in order; null: none. */
  faults: (Fault | null)[];
  /** Nothing reaches the database any more: the process is dead. */
  dead: boolean;
}

const error = (code: string, transient = false): StoreError =>
  new StoreError('The database failed.', { code, hint: 'A test made it fail.', transient });

/** Only fenced transactions meet faults: a loss elsewhere ends a poll, which has tests of its own. */
export function edgeOf(engine: Engine, now: () => Date): Edge {
  const edge: Edge = { faults: [], dead: false, engine: { ...engine, now: async () => now(), begin } };
  async function begin(): Promise<EngineTransaction> {
    if (edge.dead) throw error('killed');
    const transaction = await engine.begin();
    let fault: Fault | null = null;
    return {
      ...transaction,
      now: async () => now(),
      execute: async (query) => {
        const result = await transaction.execute(query);
        // Its last statement: all the work is done, and must leave no trace.
        if (/update .source_state. set .*checkpoint/.test(query.sql)) fault = edge.faults.shift() ?? null;
        if (fault === 'transient') throw error('deadlock', true);
        return result;
      },
      commit: async () => {
        if (fault === 'commit lost before') throw error('commit-unknown');
        await transaction.commit();
        if (fault === 'commit lost after') throw error('commit-unknown');
      },
    };
  }
  return edge;
}
