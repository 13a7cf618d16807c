import { describeCollectors } from './collectors.ts';

describeCollectors(2, 3_600_000);
