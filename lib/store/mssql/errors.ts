// SQL Server's error numbers and the driver's codes as StoreError. Messages are not passed on: 2627 quotes the key.
import { StoreError } from '../../errors.ts';
import { DUPLICATE, kindOf } from './error-numbers.ts';

const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  'ESOCKET',
  'ECONNRESET',
  'ECONNCLOSED',
  'EINVALIDSTATE',
  'ENOTOPEN',
]);

const hints: Record<string, string> = {
  elogin: 'Check user, password and database in DATABASE, and that the login may connect.',
  esocket: 'Check server and port in DATABASE, the network, and the certificate (DATABASE_CA_FILE).',
  etimeout: 'The server did not answer in time: look at its load and at blocking sessions.',
  einstlookup: 'The named instance was not found: name the port instead.',
};

/** Never throws, never keeps the driver's error. */
export function mssqlError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const number = numberOf(error);
  const code = codeOf(error);
  if (number !== undefined && DUPLICATE.has(number))
    return new StoreError('A row with this key is there already.', { code: 'duplicate', hint: 'It is read again.' });
  if (number !== undefined) {
    const kind = kindOf(number);
    return new StoreError(`SQL Server refused a statement (${number}).`, {
      code: `sql-${number}`,
      hint: kind?.hint ?? `Look up error ${number} in SQL Server's documentation.`,
      transient: kind?.transient ?? false,
    });
  }
  // A request that was killed with its connection has the code EREQUEST and no number.
  const transient = TRANSIENT_CODES.has(code) || code === 'EREQUEST' || code === '';
  const name = (code === '' ? 'no-connection' : code).toLowerCase();
  return new StoreError(`SQL Server could not be used (${name}).`, {
    code: name,
    hint:
      hints[name] ?? 'Check that the server is up and reachable; the transaction is tried again where that is safe.',
    transient,
  });
}

/** Somebody emptied the table: nothing is written that others might miss. */
export const lockMissing = (kind: string): StoreError =>
  new StoreError(`The table write_lock has no row '${kind}'.`, {
    code: 'lock-missing',
    hint: `Put it back: INSERT INTO write_lock (kind, taken) VALUES (N'${kind}', 0).`,
  });

/** `number` may be a text (the code) in this driver. */
function numberOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const number: unknown = Reflect.get(error, 'number');
  return typeof number === 'number' ? number : numberOf(Reflect.get(error, 'originalError'));
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}
