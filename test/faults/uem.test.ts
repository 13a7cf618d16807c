import { describeFaults } from './run.ts';
import { uemFaults } from './uem-faults.ts';

describeFaults(uemFaults, { of: 5, at: 1 });
