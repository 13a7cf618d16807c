// The end mark: the last line of an export, which says that it was written to its end, how many rows it has and when.
// In JSON `{"end":true,"rows":2,"writtenAt":"2026-11-02T06:00:00Z"}`, in CSV `#END,2,2026-11-02T06:00:00Z`.
import { instantOf } from '../instant.ts';
import { isRecord } from '../wire.ts';

export interface EndMark {
  readonly rows: number;
  readonly writtenAt: Date | null;
}

const CSV_MARK = '#END';

/** Whether it is the mark, and no record. */
export const isEndMark = (record: unknown): boolean =>
  Array.isArray(record) ? record[0] === CSV_MARK : isRecord(record) && record.end === true;

/** Of the last bytes of an export. */
export function markIn(tail: string): EndMark | null {
  const text = tail.trimEnd().replace(/\]$/, '').trimEnd();
  if (text.endsWith('}')) return ofJson(text.slice(text.lastIndexOf('{')));
  const cells = (tail.trimEnd().split(/\r?\n/).at(-1) ?? '').split(/[,;\t]/).map((cell) => cell.replace(/^"|"$/g, ''));
  return isEndMark(cells) ? markOf(Number(cells[1]), cells[2]) : null;
}

function ofJson(text: string): EndMark | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isEndMark(parsed) && isRecord(parsed) ? markOf(parsed.rows, parsed.writtenAt) : null;
  } catch {
    return null;
  }
}

function markOf(rows: unknown, at: unknown): EndMark | null {
  if (typeof rows !== 'number' || !Number.isSafeInteger(rows) || rows < 0) return null;
  return { rows, writtenAt: (typeof at === 'string' ? instantOf(at) : undefined) ?? null };
}
