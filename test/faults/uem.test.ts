import { describeFaults } from './run.ts';
import { uemFaults } from './uem-faults.ts';

describeFaults(uemFaults);
