// Polls a directory as the pipeline would, and collects what it yields.

import type { Checkpoint, Connector, PollContext, PollStep, SourceRow } from '../../../lib/sources/contract.ts';
import { connectorOf as connectorOfType } from '../source-of.ts';

export const NOON = new Date('2026-11-24T12:00:00Z');
let secrets = 0;

/** A connector, its settings as in the sources file. */
export function connectorOf(
  settings: { url: string; bindDn: string; password: string } & Record<string, unknown>,
): Promise<Connector> {
  const variable = `DIRECTORY_TEST_PASSWORD_${secrets++}`;
  process.env[variable] = settings.password;
  return connectorOfType('active-directory', { ...settings, password: `env:${variable}` });
}

export interface Options {
  readonly checkpoint?: Checkpoint | null;
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

const nothing = (): void => undefined;

export function contextOf({
  checkpoint = null,
  now = NOON,
  signal = new AbortController().signal,
}: Options = {}): PollContext {
  const refuse = (): never => {
    throw new Error('a directory is not asked by HTTP');
  };
  return {
    checkpoint,
    signal,
    clock: { now: () => now },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    http: { json: refuse, stream: refuse, usage: { requests: 0, throttled: 0, clockSkewMs: null } },
  };
}

/** What a poll yielded about people. */
export interface Outcome {
  readonly steps: readonly PollStep[];
  readonly rows: readonly SourceRow[];
  readonly pages: number;
  readonly present: readonly string[];
  readonly removed: readonly string[];
  readonly started: boolean;
  readonly complete: { marker: string; rows: number } | null;
  readonly checkpoint: Checkpoint | null;
  readonly error: unknown;
}

/** Polls to the end or to the error; `onStep` runs behind each step. */
export async function poll(
  source: Connector | Promise<Connector>,
  options: Options = {},
  onStep: (step: PollStep) => unknown = nothing,
): Promise<Outcome> {
  const steps: PollStep[] = [];
  let error: unknown = null;
  try {
    const connector = await source;
    for await (const step of connector.poll(contextOf(options))) {
      steps.push(step);
      await onStep(step);
    }
  } catch (caught) {
    error = caught;
  }
  return outcomeOf(steps, options.checkpoint ?? null, error);
}

function outcomeOf(steps: readonly PollStep[], before: Checkpoint | null, error: unknown): Outcome {
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
    checkpoint: people.flatMap((step) => (step.checkpoint ? [step.checkpoint] : [])).at(-1) ?? before,
    error,
  };
}

export const namesOf = (rows: readonly SourceRow[]): string[] => rows.map((row) => String(row.account_name)).sort();
