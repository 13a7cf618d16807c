import { activeDirectoryFaults } from './active-directory-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(activeDirectoryFaults);
