import { describeContract } from './contract.ts';
import { contracts } from './products.ts';

for (const target of contracts) describeContract(target);
