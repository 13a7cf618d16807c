// In a process of its own, which waits as long as it says, and whose memory is looked at.
import { inTurn } from './in-turn.ts';
import { intuneFaults } from './intune-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(intuneFaults, inTurn(intuneFaults), 'own process');
