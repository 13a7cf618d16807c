import { epmmFaults } from './epmm-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(epmmFaults, { of: 4, at: 1 });
