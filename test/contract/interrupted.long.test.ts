import { describeContract } from './contract.ts';
import { contracts } from './products.ts';

for (const target of contracts.slice(1)) describeContract(target, 'interrupted');
