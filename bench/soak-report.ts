// The soak's result: a line for the terminal, and bench/soak-results.md.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

export interface SoakResult {
  readonly engine: string;
  readonly seed: number;
  readonly kills: number;
  readonly cycles: number;
  /** Rows of both databases that were compared, over all cycles. */
  readonly rows: number;
  /** Places in the code that commit. */
  readonly seen: number;
  /** Those at which a collector was killed, and how often that is with before, during and after told apart. */
  readonly places: number;
  readonly sides: number;
  readonly atAnyTime: number;
  readonly seconds: number;
}

const count = (n: number): string => n.toLocaleString('en');

export const lineOf = ({ engine, kills, cycles, rows, seen, places, sides, atAnyTime, seconds }: SoakResult): string =>
  `${engine}: ${count(kills)} kills, no difference; ${count(kills - atAnyTime)} at ${sides} commit boundaries ` +
  `(${places} of ${seen} places in the code), ${count(atAnyTime)} at any time; ` +
  `${count(rows)} rows compared in ${count(cycles)} cycles; ${count(seconds)} s`;

/** Only of a whole soak without a difference: another one ends before. */
export function writeSoak(file: URL, results: readonly SoakResult[], command: string, date: Date): void {
  writeFileSync(
    file,
    `# Result of \`npm run soak\`

Collectors were killed with SIGKILL at commits and at any time. After each of them got through, all tables were equal to
those of a collector that nobody interrupted, \`change\` events included.

- Replay: \`${command}\`
- Machine: ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}
- Node.js: ${process.version}, ${process.platform} ${process.arch}
- Date: ${date.toISOString().slice(0, 10)}

${results.map((result) => `- ${lineOf(result)}`).join('\n')}
`,
  );
}
