// Types at the driver's edge. Left to itself the driver infers `datetime` for a Date (rounded to 1/300 s) and Float for
// large integers (which loses the index): every value is typed here. Seen; docs: tediousjs/node-mssql#data-types.
import mssql from 'mssql';
import type { Field } from '../../catalog/index.ts';

/** SQL Server type of a catalogue field, for bulk loads and typed nulls. */
export function sqlType(field: Field): mssql.ISqlType {
  switch (field.kind) {
    case 'text':
      return mssql.NVarChar(field.length === 'max' ? mssql.MAX : field.length);
    case 'json':
      return mssql.NVarChar(mssql.MAX);
    case 'integer':
      return mssql.Int();
    case 'bigint':
      return mssql.BigInt();
    case 'decimal':
      return mssql.Decimal(38, field.precision?.[1] ?? 0);
    case 'boolean':
      return mssql.Bit();
    case 'instant':
      return mssql.DateTime2(3);
    case 'binary':
      return mssql.VarBinary(field.length === 'max' ? mssql.MAX : field.length);
  }
}

/** Type and value of a query's parameter, by its JavaScript value. A null goes as text: it fits every type but binary. */
export function parameterOf(value: unknown): { type: mssql.ISqlType; value: unknown } {
  if (value === null) return { type: mssql.NVarChar(4000), value };
  if (typeof value === 'string') return { type: mssql.NVarChar(value.length > 4000 ? mssql.MAX : 4000), value };
  if (typeof value === 'boolean') return { type: mssql.Bit(), value };
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return { type: mssql.BigInt(), value: String(value) };
  if (typeof value === 'number') return { type: mssql.Float(), value };
  if (value instanceof Date) return { type: mssql.DateTime2(3), value };
  if (value instanceof Uint8Array)
    return { type: mssql.VarBinary(value.length > 8000 ? mssql.MAX : 8000), value: Buffer.from(value) };
  throw new TypeError(`SQL Server stores no ${typeof value}`);
}

/** Bulk loads take Buffers, not plain byte arrays. */
export const bulkValue = (value: unknown): unknown =>
  value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value;

/** `bigint` comes as text; all of ours are safe integers. */
export function decodeRows(
  recordset: mssql.IRecordSet<Record<string, unknown>> | undefined,
): Record<string, unknown>[] {
  if (!recordset) return [];
  const bigints = Object.entries(recordset.columns)
    .filter(([, column]) => isBigInt(column.type))
    .map(([name]) => name);
  if (bigints.length > 0)
    for (const row of recordset) for (const name of bigints) if (row[name] !== null) row[name] = Number(row[name]);
  return [...recordset];
}

function isBigInt(type: unknown): boolean {
  const declared = typeof type === 'object' && type !== null && 'type' in type ? type.type : type;
  return declared === mssql.BigInt;
}
