import { SCENARIOS } from '../../sources/logs/files/scenarios.ts';
import { exactlyOnce } from './exactly-once.ts';

const SHOWN = ['rename and create', 'copied with lines that were not read', 'compressed while down, half of it read'];

exactlyOnce(SCENARIOS.filter(({ name }) => SHOWN.includes(name)));
