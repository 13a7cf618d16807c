import { describeCollectors } from './collectors.ts';

describeCollectors(4, -3_600_000);
