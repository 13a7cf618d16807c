import { directoryFaults } from './active-directory-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(directoryFaults);
