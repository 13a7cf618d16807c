// The error classes of EMM Lens. Each carries a code for machines and a hint for the operator.
// None carries a foreign error: drivers quote keys, URLs, DNs and tokens in theirs.
import type { SourceCode } from './source-codes.ts';

export type LensErrorOptions<Code> = { code: Code; hint: string; retryAfterSeconds?: number };

export class LensError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly hint: string;
  constructor(message: string, options: LensErrorOptions<Code>) {
    super(message);
    this.name = new.target.name;
    this.code = options.code;
    this.hint = options.hint;
  }
}

/** A setting, or the sources file, is wrong or missing. */
export class ConfigError extends LensError {}

/** A source did not answer as its protocol says: `code` names how (http-429, tls, ldap-49, incomplete, ...). */
export class SourceError extends LensError<SourceCode> {
  readonly retryAfterSeconds: number | undefined;
  /** How often the source refused a secret, or what was made of it: as often as somebody counts towards locking the account. */
  refusedSignIns: number;
  #server: string | null = null;
  constructor(message: string, options: LensErrorOptions<SourceCode> & { refusedSignIns?: number }) {
    super(message, options);
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.refusedSignIns = options.refusedSignIns ?? 0;
  }
  /** Host and port of the server that it is of, where that is known; nothing that writes errors out has it. */
  get server(): string | null {
    return this.#server;
  }
  /** The first that is told stays: what wraps a request knows less. */
  set server(host: string) {
    this.#server ??= host;
  }
}

/** The error itself: what went wrong with a server says which one. `host`: with its port, no path. */
export function ofServer<E>(error: E, host: string): E {
  if (error instanceof SourceError) error.server = host;
  return error;
}

/** The database refused or was lost; `transient` says whether the whole transaction may be tried again. */
export class StoreError extends LensError {
  readonly transient: boolean;
  constructor(message: string, options: LensErrorOptions<string> & { transient?: boolean }) {
    super(message, options);
    this.transient = options.transient ?? false;
  }
}

/** Another collector holds the source now: nothing that this one still does may be written. */
export class LeaseLost extends LensError {
  constructor() {
    super('Another collector took over this source.', {
      code: 'lease-lost',
      hint: 'Nothing to do: the other collector goes on from the last checkpoint.',
    });
  }
}

/** What may be said of an unknown error: its class, never its message. */
export function describeError(error: unknown): { code: string; message: string; hint: string } {
  if (error instanceof LensError) return { code: error.code, message: error.message, hint: error.hint };
  const name = error instanceof Error ? error.constructor.name : typeof error;
  return {
    code: 'internal',
    message: `Unexpected ${name}.`,
    hint: 'Look at the log lines before this one; report it with the version and the code.',
  };
}
