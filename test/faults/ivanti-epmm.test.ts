import { epmmFaults } from './ivanti-epmm-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(epmmFaults);
