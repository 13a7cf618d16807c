import { describeKills } from './kills.ts';

describeKills({ seed: 20_261_125, kills: 30, everyKind: true });
