// sqlite's result codes (https://sqlite.org/rescode.html) as StoreError. Its messages are not passed on.
import { StoreError } from '../../errors.ts';

const DAMAGED =
  'The database file is damaged, and was left as it is. Stop, restore a backup or move it away with its -wal, and start.';

const known: Record<number, { code: string; hint: string; transient?: boolean }> = {
  5: { code: 'locked', hint: 'Another process writes to the database; it is tried again.', transient: true },
  6: { code: 'locked', hint: 'Another process writes to the database; it is tried again.', transient: true },
  8: { code: 'read-only', hint: 'Let the process write to the database file and its folder.' },
  10: { code: 'disk', hint: 'Reading or writing the database file failed: look at the disk, and whether it is full.' },
  11: { code: 'corrupt', hint: DAMAGED },
  13: { code: 'full', hint: 'The disk is full: make room. Nothing was lost; the next poll goes on.' },
  14: { code: 'cannot-open', hint: 'Check the path in DATABASE, and that the process may write to its folder.' },
  19: { code: 'constraint', hint: 'A row broke a rule of its table. Report it with the log lines before this one.' },
  26: { code: 'corrupt', hint: 'The file is no database. Check DATABASE, or restore a backup.' },
};
const UNIQUE = new Set([1555, 2067, 2579]);

export function sqliteError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  // Not `instanceof Error`: node:sqlite's errors may come from another realm.
  const thrown = typeof error === 'object' && error !== null ? error : {};
  const number = Reflect.get(thrown, 'errcode');
  if (typeof number !== 'number') {
    const code = Reflect.get(thrown, 'code');
    return new StoreError('The embedded database refused a call.', {
      code: typeof code === 'string' ? code.toLowerCase() : 'internal',
      hint: 'Report it with the log lines before this one.',
    });
  }
  if (UNIQUE.has(number))
    return new StoreError('A row with this key is there already.', { code: 'duplicate', hint: 'It is read again.' });
  const fault = known[number & 0xff] ?? {
    code: `sqlite-${number}`,
    hint: 'Look this sqlite result code up at sqlite.org/rescode.html.',
  };
  return new StoreError(`The embedded database failed (${fault.code}).`, fault);
}

/** What sqlite's own check of a file found. */
export const damaged = (): StoreError =>
  new StoreError('The embedded database failed (corrupt).', { code: 'corrupt', hint: DAMAGED });

/** It was waited for already: the transaction is not tried again. */
export const busyForLong = (): StoreError =>
  new StoreError('The embedded database failed (locked).', {
    code: 'locked',
    hint: 'Another process has kept the database locked for long: end it. Copy the file with VACUUM INTO only.',
  });
