import { describeTakeover } from './takeover.ts';

describeTakeover(1);
