import { describeFaults } from './run.ts';
import { workspaceOneFaults } from './workspace-one-faults.ts';

describeFaults(workspaceOneFaults);
