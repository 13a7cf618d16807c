import { intuneFaults, largeIntuneFaults } from './intune-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(intuneFaults);
describeFaults(largeIntuneFaults);
