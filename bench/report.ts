// One table of ratios, for the terminal and for bench/results.md, with what they were measured on.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export interface Result {
  readonly engine: string;
  readonly what: string;
  /** Both sides of the ratio, with units. */
  readonly measured: string;
  readonly ratio: number;
  /** At least this; null where there is none. */
  readonly target: number | null;
}

const HEAD = ['Engine', 'What', 'Measured', 'Ratio', 'Target', ''];

export function tableOf(results: readonly Result[]): string {
  const lines = results.map(({ engine, what, measured, ratio, target }) => [
    engine,
    what,
    measured,
    ratio.toFixed(2),
    target === null ? '' : `${target} or better`,
    target === null ? '' : ratio >= target ? 'met' : 'missed',
  ]);
  const rows = [HEAD, HEAD.map(() => '-'), ...lines];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0, cell === '-' ? '-' : ' ')).join(' | ')} |`)
    .join('\n');
}

/** Writes what was measured, and on what; nothing that was not. */
export function writeResults(file: URL, results: readonly Result[], date: Date): void {
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  writeFileSync(
    file,
    `# Results of \`npm run bench\`

Ratios of two rates of one run, taken by turns (medians); absolute rates say something about this machine only.

- Machine: ${machine}
- Node.js: ${process.version}, ${process.platform} ${process.arch}
- Date: ${date.toISOString().slice(0, 10)}
- Engines: ${[...new Set(results.map((r) => r.engine))].join(', ')}

${tableOf(results)}
`,
  );
}
