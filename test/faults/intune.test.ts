import { intuneFaults } from './intune-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(intuneFaults);
