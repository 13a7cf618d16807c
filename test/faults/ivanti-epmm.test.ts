import { ivantiEpmmFaults } from './ivanti-epmm-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(ivantiEpmmFaults);
