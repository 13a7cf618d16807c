// SQL Server's errors at the driver's edge: code, hint and whether to try again; never the driver's words.
import { describe, expect, it } from '@jest/globals';
import mssql from 'mssql';
import { mssqlError } from '../../lib/store/mssql/errors.ts';

const SECRET = "The duplicate key value is (anna.meier@example.org). Login failed for user 'lens'.";

/** As the driver throws them: its error wraps the one of the wire, which has the number. */
const numbered = (number: number) =>
  new mssql.RequestError(Object.assign(new Error(SECRET), { number, info: { number } }), 'EREQUEST');
/** The driver has more codes than its types name. */
const coded = (code: string) => Object.assign(new mssql.ConnectionError(new Error(SECRET)), { code });

describe('an error of SQL Server', () => {
  it.each([
    1205, 1222, 4060, 40197, 40501, 40613, 49918, 49919, 49920, 10928, 10929, 233, 64, 20, 121, 10053, 10054, 10060,
    4221, 926, 615,
  ])('%i passes: the transaction is tried again', (number) => {
    expect(mssqlError(numbered(number))).toMatchObject({ code: `sql-${number}`, transient: true });
  });

  it.each([102, 207, 208, 229, 515, 547, 2628, 8003, 8152, 9002, 18456, 33557097])(
    '%i, or one that nobody knows, does not: it is told',
    (number) => {
      expect(mssqlError(numbered(number))).toMatchObject({ code: `sql-${number}`, transient: false });
    },
  );

  it.each([2627, 2601])('%i is a duplicate', (number) => {
    expect(mssqlError(numbered(number))).toMatchObject({ code: 'duplicate', transient: false });
  });

  it.each(['ESOCKET', 'ECONNRESET', 'ECONNCLOSED', 'EINVALIDSTATE', 'ENOTOPEN'])(
    '%s is a lost connection: tried again',
    (code) => {
      expect(mssqlError(coded(code))).toMatchObject({ code: code.toLowerCase(), transient: true });
    },
  );

  it.each(['ELOGIN', 'ETIMEOUT', 'EINSTLOOKUP', 'ECANCEL', 'EARGS'])(
    '%s is told: another try would not help, or may do it twice',
    (code) => {
      expect(mssqlError(coded(code))).toMatchObject({ code: code.toLowerCase(), transient: false });
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
