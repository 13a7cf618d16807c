// SQL Server's errors at the driver's edge: code, hint and whether to try again; never the driver's words.
import { describe, expect, it } from '@jest/globals';
import mssql from 'mssql';
import { ERROR_KINDS } from '../../lib/store/mssql/error-numbers.ts';
import { mssqlError } from '../../lib/store/mssql/errors.ts';
import { storeOver } from '../../lib/store/store.ts';
import { FailingEngine } from './engine.ts';

const SECRET = "The duplicate key value is (anna.meier@example.org). Login failed for user 'lens'.";

/** As the driver throws them: its error wraps the one of the wire, which has the number. */
const numbered = (number: number) =>
  new mssql.RequestError(Object.assign(new Error(SECRET), { number, info: { number } }), 'EREQUEST');
/** The driver has more codes than its types name. */
const coded = (code: string) => Object.assign(new mssql.ConnectionError(new Error(SECRET)), { code });

const row = { name: 'a', value: '1', changed_at: new Date() };

/** Writes through the store while the engine fails once, and tells how often the transaction was begun. */
async function writtenDespite(error: unknown): Promise<{ begun: number; told: unknown }> {
  const engine = new FailingEngine([{ execute: mssqlError(error) }]);
  const told = await storeOver(engine)
    .write((tx) => tx.insert('setting', [row]))
    .catch((thrown: unknown) => thrown);
  expect(engine.calls.filter((call) => call === 'rollback')).toHaveLength(1);
  return { begun: engine.calls.filter((call) => call === 'begin').length, told };
}

// Written out once more, so that a number cannot change its kind unseen.
const TRIED_AGAIN = [
  20, 64, 121, 233, 596, 601, 615, 701, 802, 921, 922, 926, 952, 983, 988, 997, 1204, 1205, 1222, 3960, 3966, 4060,
  4221, 6005, 8628, 8645, 8651, 10053, 10054, 10060, 10928, 10929, 10936, 17197, 40143, 40197, 40501, 40540, 40613,
  42108, 42109, 49918, 49919, 49920,
];
const TOLD: readonly (readonly [number, RegExp])[] = [
  [9002, /log is full.+log_reuse_wait_desc/],
  [1101, /make room/],
  [1105, /make room/],
  [5149, /make room/],
  [823, /CHECKDB/],
  [824, /CHECKDB/],
  [3906, /READ_WRITE/],
  [942, /online/],
  [945, /online/],
  [976, /listener/],
  [978, /listener/],
  [18456, /user and password/],
  [18487, /expired/],
  [229, /right is missing/],
  [262, /right is missing/],
  [1088, /right is missing/],
  [207, /migrations/],
  [208, /migrations/],
  [515, /fault of EMM Lens/],
  [547, /fault of EMM Lens/],
  [2628, /fault of EMM Lens/],
  [8003, /fault of EMM Lens/],
  [8152, /fault of EMM Lens/],
  [3617, /error 3617/],
  [33557097, /error 33557097/],
];

describe('an error of SQL Server', () => {
  it.each(TRIED_AGAIN)('%i passes: the whole transaction is tried again', async (number) => {
    expect(await writtenDespite(numbered(number))).toEqual({ begun: 2, told: undefined });
  });

  it.each(TOLD)('%i does not: it is told, with what to do', async (number, hint) => {
    expect(await writtenDespite(numbered(number))).toEqual({
      begun: 1,
      told: expect.objectContaining({ code: `sql-${number}`, transient: false, hint: expect.stringMatching(hint) }),
    });
  });

  it.each([2627, 2601])('%i is a duplicate: whoever wrote reads the row again', async (number) => {
    expect(await writtenDespite(numbered(number))).toMatchObject({ begun: 1, told: { code: 'duplicate' } });
  });

  it('stands in one row of the table', () => {
    const kinds = Object.values(ERROR_KINDS);
    const numbers = kinds.flatMap((kind) => [...kind.numbers]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(kinds.flatMap((kind) => (kind.transient ? [...kind.numbers] : [])).sort((a, b) => a - b)).toEqual(
      TRIED_AGAIN,
    );
    for (const { hint } of kinds) expect(hint.length).toBeLessThanOrEqual(400);
  });

  it.each(['ESOCKET', 'ECONNRESET', 'ECONNCLOSED', 'EINVALIDSTATE', 'ENOTOPEN'])(
    '%s is a lost connection: tried again',
    async (code) => {
      expect(mssqlError(coded(code))).toMatchObject({ code: code.toLowerCase(), transient: true });
      expect(await writtenDespite(coded(code))).toEqual({ begun: 2, told: undefined });
    },
  );

  it.each(['ELOGIN', 'ETIMEOUT', 'EINSTLOOKUP', 'ECANCEL', 'EARGS'])(
    '%s is told: another try would not help, or may do it twice',
    async (code) => {
      expect(await writtenDespite(coded(code))).toMatchObject({
        begun: 1,
        told: { code: code.toLowerCase(), transient: false },
      });
    },
  );

  it('without number or code is a pool that waited too long, or a killed session: tried again', () => {
    expect(mssqlError(new Error(SECRET))).toMatchObject({ code: 'no-connection', transient: true });
    expect(mssqlError(new mssql.RequestError(new Error(SECRET), 'EREQUEST'))).toMatchObject({
      code: 'erequest',
      transient: true,
    });
  });

  it('is read from the wrapped error, and a text as number is none', () => {
    const aborted = new mssql.TransactionError(numbered(1205), 'EABORT');
    expect(mssqlError(aborted)).toMatchObject({ code: 'sql-1205', transient: true });
    expect(mssqlError(Object.assign(new Error(SECRET), { number: 'EREQUEST', code: 'EREQUEST' }))).toMatchObject({
      code: 'erequest',
    });
  });

  it('is never quoted', () => {
    for (const error of [numbered(2627), numbered(18456), coded('ELOGIN'), new Error(SECRET)]) {
      const told = mssqlError(error);
      const all = [told.message, told.hint, told.code, String(told.stack), JSON.stringify(told)].join();
      expect(all).not.toMatch(/anna|Login failed/);
      expect(told.cause).toBeUndefined();
      expect(Object.keys(told).sort()).toEqual(['code', 'hint', 'name', 'transient']);
    }
  });

  it('stays what it is when it was read already', () => {
    const first = mssqlError(numbered(1205));
    expect(mssqlError(first)).toBe(first);
  });
});
