// Every fault target with its faults: a connector that is added to the tests is added here, by one line.
import { directoryFaults } from './directory-faults.ts';
import { epmmFaults } from './epmm-faults.ts';
import type { FaultTable } from './fault.ts';
import { intuneFaults, largeIntuneFaults } from './intune-faults.ts';
import { ivantiNeuronsFaults } from './ivanti-neurons-faults.ts';
import { uemFaults } from './uem-faults.ts';
import { workspaceOneFaults } from './workspace-one-faults.ts';

export const tables: readonly FaultTable[] = [
  intuneFaults,
  largeIntuneFaults,
  directoryFaults,
  epmmFaults,
  uemFaults,
  ivantiNeuronsFaults,
  workspaceOneFaults,
];
