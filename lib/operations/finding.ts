// What a check found.
import { describeError } from '../errors.ts';

export interface Finding {
  readonly level: 'ok' | 'warning' | 'error';
  /** What it is about: `setting DATABASE`, `source intune`. */
  readonly about: string;
  /** With what to do about it. */
  readonly said: string;
}

export const ok = (about: string, said: string): Finding => ({ level: 'ok', about, said });
export const warning = (about: string, said: string): Finding => ({ level: 'warning', about, said });
export const error = (about: string, said: string): Finding => ({ level: 'error', about, said });

/** What was thrown, in one sentence. */
export function failed(about: string, thrown: unknown): Finding {
  const { code, message, hint } = describeError(thrown);
  // Hints of secrets say all of it, and some messages the code.
  if (hint.startsWith(message)) return error(about, `${hint} (${code})`);
  return error(about, `${message.replace(` (${code})`, '')} (${code}) ${hint}`);
}
