import { describeKills } from './kills.ts';

describeKills({ seed: 20_261_124, kills: 3 });
