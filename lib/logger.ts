// What parts of the collector say to the operator.
/** `details` are counts, codes, names of settings and datasets; never a value that a source gave. */
export interface Logger {
  debug(message: string, details?: Readonly<Record<string, string | number | boolean>>): void;
  info(message: string, details?: Readonly<Record<string, string | number | boolean>>): void;
  warn(message: string, details?: Readonly<Record<string, string | number | boolean>>): void;
  error(message: string, details?: Readonly<Record<string, string | number | boolean>>): void;
}
