// The order of the test files: those that wait for collectors first, so that the quick ones fill the gaps that they leave
// at the end. Jest orders by the times of the last run, and in a fresh clone by the size of the files.
import Sequencer from '@jest/test-sequencer';

const SLOW = ['faults', 'kill', 'end-to-end', 'contract', 'fuzz'];

/** Position of a file's folder in SLOW; behind them all where it is none of them. */
function rankOf({ path }) {
  const at = SLOW.findIndex((folder) => path.includes(`/test/${folder}/`));
  return at < 0 ? SLOW.length : at;
}

export default class SlowFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
