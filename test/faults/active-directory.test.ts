// In a process of its own, as a collector is run: health and the log are those of a host.
import { activeDirectoryFaults } from './active-directory-faults.ts';
import { struckFirst } from './in-turn.ts';
import { describeFaults } from './run.ts';

describeFaults(activeDirectoryFaults, struckFirst(activeDirectoryFaults), () => true);
