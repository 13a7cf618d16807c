// Records of an export as rows of its mirror.
import type { CollectedEntity } from '../collection.ts';
import type { PollContext, SourceRow } from '../contract.ts';
import { Unreadable } from '../map.ts';
import type { Parameter } from '../parameters.ts';
import { quotaStateOf } from '../quota-state.ts';
import type { UnreadableReason } from '../rejected.ts';
import type { ExportRecord } from './records.ts';
import { booleanOf, type Culture, countOf, instantOf, plain, type Read, sizeOf, textOf } from './values.ts';

const readers: Readonly<Partial<Record<Parameter['type'], (raw: unknown, culture: Culture) => Read>>> = {
  string: textOf,
  integer: countOf,
  boolean: booleanOf,
  instant: instantOf,
};

interface Reading extends Pick<PollContext, 'keyedHash'> {
  readonly culture: Culture;
  /** What it is the state of. */
  readonly at: Date;
}

/** A row; one without a key where the record could not be read, so that it is counted. */
export function rowOf(entity: CollectedEntity, record: ExportRecord, { culture, at, keyedHash }: Reading): SourceRow {
  const row: Record<string, unknown> = {};
  const doubts: Record<string, UnreadableReason> = {};
  for (const parameter of entity.parameters) {
    const { field = '', wire } = parameter;
    if ((row[field] ?? null) !== null) continue;
    const { value, doubt } = read(parameter, record?.[wire.toLowerCase()], culture);
    row[field] = value;
    if (doubt) doubts[field] = doubt;
  }
  if (Object.hasOwn(row, 'reported_at')) row.reported_at = at;
  if (Object.hasOwn(row, 'quota_state')) row.quota_state ??= quotaStateOf(row);
  if (Object.hasOwn(row, 'unmanaged_id')) row.unmanaged_id = row.eas_device_id;
  if (entity.dataset === 'mail_device') row.external_id ??= partnershipOf(row, keyedHash);
  return Object.keys(doubts).length > 0 ? { ...row, doubts } : row;
}

function read({ type, unit, transform }: Parameter, raw: unknown, culture: Culture): Read {
  const reader = unit === 'bytes' ? sizeOf : readers[type];
  const { value, doubt } = reader?.(plain(raw), culture) ?? { value: null };
  if (!transform || value === null || value instanceof Unreadable) return { value, ...(doubt && { doubt }) };
  const transformed = transform(value);
  return { value: transformed === undefined ? new Unreadable(`not ${type}`) : transformed };
}

/** Of an export without the id of the partnership: whoever knows mailbox and device must not find the row by them. */
function partnershipOf(
  { mailbox_id, user_principal_name, mail, eas_device_id }: SourceRow,
  keyedHash: PollContext['keyedHash'],
): string | null {
  const owner = mailbox_id ?? user_principal_name ?? mail ?? '';
  if (typeof eas_device_id !== 'string' || typeof owner !== 'string') return null;
  return keyedHash?.(`partnership\u001f${owner.toLowerCase()}\u001f${eas_device_id.toLowerCase()}`) ?? null;
}
