import { describeFaults } from './run.ts';
import { workspaceOneFaults } from './workspace-one-faults.ts';

describeFaults(workspaceOneFaults, { of: 4, at: 3 });
