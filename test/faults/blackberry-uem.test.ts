import { blackberryUemFaults } from './blackberry-uem-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(blackberryUemFaults);
