// What a program of this folder says of an error that whoever started it can mend: a sentence, never a stack trace.
import { describeError, LensError } from '../lib/errors.ts';
import { HostConfigError } from './host/settings.ts';

const DENIED: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Null where it is a fault of ours: then its stack trace is wanted. */
export function failureLine(error: unknown): string | null {
  if (error instanceof HostConfigError) return error.message;
  if (error instanceof LensError) return described(error);
  // A path of this working tree, and no more: what the system says names it.
  if (error instanceof Error && DENIED.has(Reflect.get(error, 'code')))
    return `No permission for ${Reflect.get(error, 'path') ?? 'a file'}: let this account write there.`;
  return null;
}

/** The same, where a stack trace might quote what is read. */
export const failureTold = (error: unknown): string => failureLine(error) ?? described(describeError(error));

/** Runs a program, which answers its exit code; what it fails for is told. */
export async function telling(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(failureTold(error));
    process.exitCode = 1;
  }
}

export const described = ({ message, code, hint }: ReturnType<typeof describeError>): string =>
  `${message.replace(` (${code})`, '')} (${code})\n${hint}`;
