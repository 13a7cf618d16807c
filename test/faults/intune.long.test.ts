// Intune in a process of its own, as a collector is run: it waits as long as it says, and its memory is looked at.
import { inTurn } from './in-turn.ts';
import { intuneFaults } from './intune-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(intuneFaults, inTurn(intuneFaults), 'own process');
