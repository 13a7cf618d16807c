// Every fault target with its faults, in the order of the document: a type of source without them is a compile error.
import type { SourceTypeName } from '../../lib/sources/registry.ts';
import { activeDirectoryFaults } from './active-directory-faults.ts';
import { blackberryUemFaults } from './blackberry-uem-faults.ts';
import type { FaultTable } from './fault.ts';
import { intuneFaults, largeIntuneFaults } from './intune-faults.ts';
import { ivantiEpmmFaults } from './ivanti-epmm-faults.ts';
import { ivantiNeuronsFaults } from './ivanti-neurons-faults.ts';
import { workspaceOneFaults } from './workspace-one-faults.ts';

const byType: Readonly<Record<SourceTypeName, readonly FaultTable[]>> = {
  intune: [intuneFaults, largeIntuneFaults],
  'active-directory': [activeDirectoryFaults],
  'ivanti-epmm': [ivantiEpmmFaults],
  'blackberry-uem': [blackberryUemFaults],
  'ivanti-neurons': [ivantiNeuronsFaults],
  'workspace-one': [workspaceOneFaults],
};

export const tables: readonly FaultTable[] = Object.values(byType).flat();
