// Every type of source with lists, and with what every connector promises and what its source may do wrong, in the order of docs/faults.md:
// a type that is not here is a compile error. target.ts and ../faults/fault.ts say what each needs.
import type { MirroredTypeName } from '../../lib/sources/registry.ts';
import { activeDirectoryFaults } from '../faults/active-directory-faults.ts';
import { blackberryUemFaults } from '../faults/blackberry-uem-faults.ts';
import { entraSignInsFaults } from '../faults/entra-sign-ins-faults.ts';
import { exchangeOnlineFaults } from '../faults/exchange-online-faults.ts';
import type { FaultTable } from '../faults/fault.ts';
import { intuneFaults, largeIntuneFaults } from '../faults/intune-faults.ts';
import { ivantiEpmmFaults } from '../faults/ivanti-epmm-faults.ts';
import { ivantiNeuronsFaults } from '../faults/ivanti-neurons-faults.ts';
import { workspaceOneFaults } from '../faults/workspace-one-faults.ts';
import { activeDirectoryContract } from './active-directory.ts';
import { blackberryUemContract } from './blackberry-uem.ts';
import { intuneContract } from './intune.ts';
import { ivantiEpmmContract } from './ivanti-epmm.ts';
import { ivantiNeuronsContract } from './ivanti-neurons.ts';
import type { ContractTarget } from './target.ts';
import { workspaceOneContract } from './workspace-one.ts';

interface ProvenProduct {
  readonly contract: ContractTarget;
  readonly faults: readonly FaultTable[];
}

export const products: Readonly<Record<MirroredTypeName, ProvenProduct>> = {
  intune: { contract: intuneContract, faults: [intuneFaults, largeIntuneFaults] },
  'active-directory': { contract: activeDirectoryContract, faults: [activeDirectoryFaults] },
  'ivanti-epmm': { contract: ivantiEpmmContract, faults: [ivantiEpmmFaults] },
  'blackberry-uem': { contract: blackberryUemContract, faults: [blackberryUemFaults] },
  'ivanti-neurons': { contract: ivantiNeuronsContract, faults: [ivantiNeuronsFaults] },
  'workspace-one': { contract: workspaceOneContract, faults: [workspaceOneFaults] },
};

export const contracts: readonly ContractTarget[] = Object.values(products).map(({ contract }) => contract);
/** Of types without lists, too. */
export const tables: readonly FaultTable[] = [
  ...Object.values(products).flatMap(({ faults }) => faults),
  entraSignInsFaults,
  exchangeOnlineFaults,
];
