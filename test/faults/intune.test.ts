import { intuneFaults, largeIntuneFaults } from './intune-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(intuneFaults, { of: 5, at: 0 });
describeFaults(largeIntuneFaults);
