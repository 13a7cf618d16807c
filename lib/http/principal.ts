// Who asks, and why: for the access log.
import { keyedHash } from '../keyed-hash.ts';
import type { SecretReference } from '../secrets.ts';
import { ApiError, type ParameterError } from './problem.ts';

const NAME_LENGTH = 96;
const KEY_HASH_LENGTH = 16;

/** The header that names the purpose of a reading. */
export const PURPOSE_HEADER = 'x-purpose';

/** A key of a source, for senders that cannot send `Authorization: Bearer`. */
export const INGEST_KEY_HEADER = 'x-ingest-key';

interface Headers {
  get(name: string): string | null;
}

/**
 * The function key of a request, of which `codes` are those in the query. Throws ApiError 400 on several: the runtime looks at the
 * first, and another one would make another caller.
 */
export function functionKeyOf(headers: Headers, codes: readonly string[]): string | undefined {
  // The header wins over `code`, as in the Functions host; several headers arrive as one, with commas.
  const header = headers.get('x-functions-key');
  if (codes.length > 1 || header?.includes(','))
    throw new ApiError(
      400,
      'several-keys',
      'The request has several function keys.',
      'Send one, without a comma in it.',
    );
  return header ?? codes[0];
}

/**
 * The caller: the name that an authenticating proxy put into `x-ms-client-principal-name`, and a keyed hash of the
 * function key, which the caller cannot choose; `anonymous` without both. At most 128 characters.
 */
export function principalOf(headers: Headers, key: string | undefined, auditKey: SecretReference): string {
  const name = headers.get('x-ms-client-principal-name')?.trim().slice(0, NAME_LENGTH).toWellFormed();
  const hash = key ? `key:${keyedHash(auditKey, 'function-key', key).slice(0, KEY_HASH_LENGTH)}` : undefined;
  return [name, hash].filter(Boolean).join(' ') || 'anonymous';
}

/**
 * The configured purpose that `x-purpose` names, or null where none is needed and none was given. Throws ApiError 400.
 * A purpose that is not configured is refused even where none is needed: the log must not hold what callers type.
 */
export function purposeOf(headers: Headers, purposes: readonly string[], required: boolean): string | null {
  const purpose = headers.get(PURPOSE_HEADER)?.trim() ?? '';
  if (purposes.includes(purpose)) return purpose;
  if (purpose === '' && !required) return null;
  throw purposeMissing(purposes);
}

/** A 400 that names the configured purposes. */
export function purposeMissing(purposes: readonly string[]): ApiError {
  const error: ParameterError = {
    parameter: PURPOSE_HEADER,
    detail:
      purposes.length > 0
        ? `One of the configured purposes: ${purposes.join(', ')}.`
        : 'No purpose is configured: an operator has to name some in the settings.',
  };
  return new ApiError(
    400,
    'purpose',
    'The purpose of this reading is missing or not configured.',
    `Send the header ${PURPOSE_HEADER}.`,
    [error],
  );
}
