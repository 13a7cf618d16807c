// One table of ratios, for the terminal and for bench/results.md, with what they were measured on.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { EngineName } from '../lib/store/index.ts';

export interface Result {
  /** Null where no database takes part. */
  readonly engine: EngineName | null;
  /** What was compared, sizes included. */
  readonly what: string;
  /** Both sides of the ratio, with units. */
  readonly measured: string;
  readonly ratio: number;
  /** Null where the ratio is only told. */
  readonly target: { readonly atLeast: number } | { readonly atMost: number } | null;
}

const HEAD = ['Engine', 'What', 'Measured', 'Ratio', 'Target', ''];

export function tableOf(results: readonly Result[]): string {
  const lines = results.map(({ engine, what, measured, ratio, target }) => [
    engine ?? '',
    what,
    measured,
    ratio.toFixed(2),
    ...verdictOf(ratio, target),
  ]);
  const rows = [HEAD, HEAD.map(() => '-'), ...lines];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0, cell === '-' ? '-' : ' ')).join(' | ')} |`)
    .join('\n');
}

function verdictOf(ratio: number, target: Result['target']): readonly [string, string] {
  if (target === null) return ['', ''];
  return 'atLeast' in target
    ? [`at least ${target.atLeast}`, ratio >= target.atLeast ? 'met' : 'missed']
    : [`at most ${target.atMost}`, ratio <= target.atMost ? 'met' : 'missed'];
}

/** Writes what was measured, and on what; nothing that was not. */
export function writeResults(
  file: URL,
  results: readonly Result[],
  engines: readonly string[],
  date: Date,
  minutes: number,
): void {
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  writeFileSync(
    file,
    `# Results of \`npm run bench\`

Ratios of two measurements of one run; absolute numbers say something about this machine only. Sizes that the table does
not name were not measured.

- Machine: ${machine}
- Node.js: ${process.version}, ${process.platform} ${process.arch}
- Date: ${date.toISOString().slice(0, 10)}, in ${Math.round(minutes)} minutes
${engines.map((engine) => `- ${engine}`).join('\n')}

${tableOf(results)}
`,
  );
}
