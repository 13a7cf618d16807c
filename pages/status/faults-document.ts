// The document of faults, in a file of its own that is loaded when something failed.
import document from '../../docs/faults.md';
import { faultsIn } from './faults.ts';

export const faults = faultsIn(document);
