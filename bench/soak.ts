// npm run soak: kills collectors with SIGKILL and compares what they leave with what an unbroken run leaves, on each engine.
// `-- --seed N --kills M` replays a run: the company, what happens to it and the commits to die at follow from the seed.
import { parseArgs } from 'node:util';
import type { EngineName } from '../lib/store/index.ts';
import { numberOf, readArguments } from '../local/fleet/arguments.ts';
import { Boundaries } from '../test/kill/boundaries.ts';
import { runCampaign } from '../test/kill/campaign.ts';
import { engines } from '../test/store/databases.ts';
import { lineOf, type SoakResult, writeSoak } from './soak-report.ts';

/** A campaign has a company and databases of its own; its seed is the soak's plus its number. */
const KILLS_A_CAMPAIGN = 40;
/** A collector mostly waits: for its source, or for being loaded. */
const LANES = 2;
const PROGRESS_EVERY = 50;
const SEED = 20_261_124;
const KILLS = 1_000;

const wanted = readArguments('npm run soak [-- --seed N] [--kills M]', () => {
  const options = {
    seed: { type: 'string', default: String(SEED) },
    kills: { type: 'string', default: String(KILLS) },
    help: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ options });
  return values.help ? null : { seed: numberOf('seed', values.seed), kills: numberOf('kills', values.kills) };
});
if (!wanted) process.exit();
const { seed, kills } = wanted;

const command = (of: number, count: number): string => `npm run soak -- --seed ${of} --kills ${count}`;

/** Sets the exit code where the databases of a campaign differ, or personal data was left anywhere else. */
async function soak(engine: EngineName): Promise<SoakResult> {
  const boundaries = new Boundaries();
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 1000);
  const total = { kills: 0, cycles: 0, rows: 0 };
  const campaigns = Array.from({ length: Math.ceil(kills / KILLS_A_CAMPAIGN) }, (_, i) => ({
    seed: seed + i,
    kills: Math.min(KILLS_A_CAMPAIGN, kills - i * KILLS_A_CAMPAIGN),
  })).values();
  const onKill = (): void => {
    total.kills += 1;
    if (total.kills % PROGRESS_EVERY === 0) console.log(`${engine}: ${total.kills} kills, ${seconds()} s`);
  };
  const lane = async (): Promise<void> => {
    for (const campaign of campaigns) {
      const drawn = new Boundaries();
      try {
        const { cycles, rows, leaks, files } = await runCampaign({ engine, ...campaign, boundaries: drawn, onKill });
        if (leaks.length + files.length > 0)
          throw new Error(`personal data in ${leaks.length} log lines, content in ${files.length} temporary files`);
        total.cycles += cycles;
        total.rows += rows;
        boundaries.add(drawn);
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
        console.error(`${engine}: it failed. To replay: ${command(campaign.seed, campaign.kills)}`);
        process.exitCode = 1;
        // The other lane ends its campaign, and begins none.
        return;
      }
      if (process.exitCode === 1) return;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const { seen, places, sides } = boundaries.count;
  return { engine, seed, ...total, seen, places, sides, atAnyTime: boundaries.atAnyTime, seconds: seconds() };
}

console.log(`${kills} kills on ${engines.join(' and ')}: ${command(seed, kills)}`);
const results: SoakResult[] = [];
for (const engine of engines) {
  const result = await soak(engine);
  if (process.exitCode === 1) break;
  results.push(result);
  console.log(lineOf(result));
}
if (process.exitCode !== 1 && kills >= KILLS)
  writeSoak(new URL('soak-results.md', import.meta.url), results, command(seed, kills), new Date());
