// Polls a directory as the pipeline would, and collects what it yields.
import type { Checkpoint, Connector, PollStep, Proof, SourceRow } from '../../../lib/sources/contract.ts';
import { Context, pollOnce, references } from '../polled.ts';
import { connectorOf as connectorOfType } from '../source-of.ts';

export const NOON = new Date('2026-11-24T12:00:00Z');
let secrets = 0;

/** A connector, its settings as in the sources file. */
export function connectorOf(
  settings: { url: string; bindDn: string; password: string } & Record<string, unknown>,
): Promise<Connector> {
  const { password } = settings;
  return connectorOfType('active-directory', { ...settings, ...references(`directory-${secrets++}`, { password }) });
}

export interface Options {
  readonly checkpoint?: Checkpoint | null;
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

export const contextOf = ({ now = NOON, ...options }: Options = {}): Context =>
  new Context({ ...options, now: () => now });

/** What a poll yielded about people. */
export interface Outcome {
  readonly steps: readonly PollStep[];
  readonly rows: readonly SourceRow[];
  readonly pages: number;
  readonly present: readonly string[];
  readonly removed: readonly string[];
  readonly started: boolean;
  readonly complete: Proof | null;
  readonly checkpoint: Checkpoint | null;
  readonly error: unknown;
}

/** Polls to the end or to the error; `onStep` runs behind each step, and may stop the poll. */
export async function poll(
  source: Connector | Promise<Connector>,
  { now = NOON, ...options }: Options = {},
  onStep?: (step: PollStep, stop: () => void) => unknown,
): Promise<Outcome> {
  const { steps, checkpoint, error } = await pollOnce(await source, { ...options, now: () => now, onStep });
  const people = steps.filter((step) => step.dataset === 'directory_user');
  const rowSteps = people.flatMap((step) => ('rows' in step ? [step.rows] : []));
  return {
    steps,
    rows: rowSteps.flat(),
    pages: rowSteps.length,
    present: people.flatMap((step) => ('present' in step ? step.present.flat() : [])),
    removed: people.flatMap((step) => ('gone' in step ? step.gone.flat() : [])),
    started: people.some((step) => 'pass' in step),
    complete: people.flatMap((step) => ('complete' in step ? [step.complete] : []))[0] ?? null,
    checkpoint,
    error,
  };
}

export const namesOf = (rows: readonly SourceRow[]): string[] => rows.map((row) => String(row.account_name)).sort();
