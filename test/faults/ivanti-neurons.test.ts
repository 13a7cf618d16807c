import { ivantiNeuronsFaults } from './ivanti-neurons-faults.ts';
import { describeFaults } from './run.ts';

describeFaults(ivantiNeuronsFaults);
