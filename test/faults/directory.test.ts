import { directoryFaults } from './directory-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(directoryFaults);
