// What parts of the collector say to the operator.
/** `details` are counts, codes, names of settings and datasets; never a value that a source gave. */
export interface Logger {
  debug(message: string, details?: Readonly<Record<string, string | number | boolean>>): void;
  info(message: string, details?: Readonly<Record<string, string | number | boolean>>): void;
  warn(message: string, details?: Readonly<Record<string, string | number | boolean>>): void;
  /** `code` is for lines whose text has it already. */
  error(message: string, details?: Readonly<Record<string, string | number | boolean>>, code?: string): void;
}

/**
 * A line that is printed, and so outside of an invocation: the runtime knows of it only text, and takes each line for
 * information that has none of the words warn, error, fail and severe.
 */
export const inWords = (kind: 'warning' | 'error', text: string): string =>
  text
    .split('\n')
    .map((line) => `${kind}: ${line}`)
    .join('\n');
