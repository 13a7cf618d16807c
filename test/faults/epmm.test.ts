import { epmmFaults } from './epmm-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(epmmFaults);
