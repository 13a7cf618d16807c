// How often the random tests try, and what: the same values on every day in the suite; FC_RUNS times, with values that
// nobody tried, for a long search (`FC_RUNS=2000 npm test -- test/query/paging-model`). A failure prints seed and path:
// FC_SEED and FC_PATH repeat it.
import type { Parameters } from 'fast-check';

const SEED = 20_261_124;

/** Parameters of `fc.assert`: what the suite can afford. `salt` gives tests of one generator values of their own. */
export function runs<T>(inSuite: number, salt = 0): Parameters<T> {
  const { FC_RUNS, FC_SEED, FC_PATH } = process.env;
  const seed = FC_SEED ?? (FC_RUNS === undefined ? SEED + salt : undefined);
  return {
    numRuns: Number(FC_RUNS ?? inSuite),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(FC_PATH === undefined ? {} : { path: FC_PATH }),
  };
}
