import { describeFaults } from './run.ts';
import { uemFaults } from './uem-faults.ts';

describeFaults(uemFaults, { of: 4, at: 0 });
