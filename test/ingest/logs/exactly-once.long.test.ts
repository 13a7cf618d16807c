import { SCENARIOS } from '../../sources/logs/files/scenarios.ts';
import { exactlyOnce } from './exactly-once.ts';

exactlyOnce(SCENARIOS);
