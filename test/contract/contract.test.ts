import { describeContract } from './contract.ts';
import { contracts } from './products.ts';

// How a poll is interrupted is alike for all of them; the second tier interrupts the others, too.
for (const [i, target] of contracts.entries()) describeContract(target, i === 0 ? 'both' : 'whole');
