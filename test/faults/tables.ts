// Every fault target with its faults: a connector that is added to the tests is added here, by one line.
import { activeDirectoryFaults } from './active-directory-faults.ts';
import { blackberryUemFaults } from './blackberry-uem-faults.ts';
import type { FaultTable } from './fault.ts';
import { intuneFaults, largeIntuneFaults } from './intune-faults.ts';
import { ivantiEpmmFaults } from './ivanti-epmm-faults.ts';
import { ivantiNeuronsFaults } from './ivanti-neurons-faults.ts';
import { workspaceOneFaults } from './workspace-one-faults.ts';

export const tables: readonly FaultTable[] = [
  intuneFaults,
  largeIntuneFaults,
  activeDirectoryFaults,
  ivantiEpmmFaults,
  blackberryUemFaults,
  ivantiNeuronsFaults,
  workspaceOneFaults,
];
