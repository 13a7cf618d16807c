// Pages by offset or page number, with a total: how most management systems list. Such a list shifts while it is read,
// so what it proves is told to ingest as `offsetPaged`: only absence in two consecutive passes removes.
import { z } from 'zod';
import { SourceError } from '../errors.ts';
import { Turns } from '../turns.ts';
import type { Proof } from './contract.ts';
import { Seen } from './seen.ts';
import { slices } from './slices.ts';
import type { WireRecord } from './wire.ts';

export interface OffsetPage {
  readonly records: readonly WireRecord[];
  /** Of the whole list, as this page says; null where the product names none. */
  readonly total: number | null;
  /** Whether the product says that more follow; null where it does not say: then the total decides, or an empty page. */
  readonly more: boolean | null;
}

/** Where a list is gone on with. */
export interface Place {
  /** The row that the next page begins with. */
  readonly offset: number;
  /** Of the whole list, as its last page said; null where it does not say. */
  readonly total: number | null;
  /** What its pages hold, where a server gives fewer rows than are asked for; null where the first one was full, or the last. */
  readonly size: number | null;
}

export const placeShape = z.object({
  offset: z.int().nonnegative(),
  total: z.int().nullable().default(null),
  size: z.int().positive().nullable().default(null),
});
export const BEGINNING: Place = { offset: 0, total: null, size: null };

export interface ReadPage {
  readonly records: readonly WireRecord[];
  /** Where the next page begins; null within a page, and behind the last one. */
  readonly next: Place | null;
}

export interface OffsetList {
  readonly product: string;
  /** What one page holds at most. */
  readonly pageSize: number;
  /** One page, from a row on; `size` is what pages hold, for products that count pages. */
  readonly read: (offset: number, size: number) => Promise<OffsetPage>;
  /** Whether all pages are of one order: then a row that comes meanwhile hides no other, it makes one come twice. */
  readonly isOrdered?: () => boolean;
}

/** The code of a list that was read to its end, and may have had more. */
export const LIST_MOVED = 'list-moved';

/** Rows that are handed on together, whatever the product takes for a page: mapped at a time, while others wait. */
const PART = 1_000;
/** Looked at between two turns of others. */
const RECORDS_AT_ONCE = 50;

/**
 * Reads a list to its end, from a row on: to a page that the product says is the last, that is not full and completes the
 * total, or that is empty. A server may give fewer rows than are asked for, and count too few. Throws SourceError:
 * `repeated-page` where a page tells nothing new, so that pages without end do end; `incomplete` where the rows are not as
 * many as the last total says; behind the last page `list-moved`, where a total that changed says that rows moved past the
 * reader.
 */
export async function* offsetPages(list: OffsetList, from = BEGINNING): AsyncGenerator<ReadPage, Proof, void> {
  let { offset: rows, total: before, size } = from;
  let moved = false;
  const seen = new Seen();
  for (;;) {
    const held = size ?? list.pageSize;
    const page = await list.read(rows, held);
    const tells = page.records.length > 0 && (await tellsNew(page.records, seen));
    // Behind the end some tell their last page once more.
    if (!tells && page.records.length > 0 && (before === null || rows < before)) throw repeatedPage(list.product);
    const told = tells ? page.records : [];
    if (before !== null && page.total !== null)
      moved ||= list.isOrdered?.() ? page.total < before : page.total !== before;
    before = page.total ?? before;
    const isFull = told.length >= held;
    if (rows === 0 && tells && !isFull) size = told.length;
    rows += told.length;
    const more = tells && (page.more ?? (before === null || rows < before || isFull));
    // A total that more rows than it promised have reached would be wrong, too.
    if (!more && before !== null && before !== rows) throw incomplete(list.product);
    const parts = [...slices(told, PART)];
    const last = parts.pop() ?? [];
    for (const records of parts) yield { records, next: null };
    yield { records: last, next: more ? { offset: rows, total: before, size } : null };
    if (more) continue;
    if (moved) throw listMoved(list.product);
    const marker = before !== null ? 'rows-equal-total' : page.more === false ? 'no-more' : 'empty-page';
    return { marker, rows, offsetPaged: true };
  }
}

/** Whether a page has a record that no page before it had. */
async function tellsNew(records: readonly WireRecord[], seen: Seen): Promise<boolean> {
  const turns = new Turns();
  let isNew = false;
  for (const some of slices(records, RECORDS_AT_ONCE)) {
    for (const record of some) if (seen.add(JSON.stringify(record))) isNew = true;
    await turns.givenWhenDue();
  }
  return isNew;
}

export function incomplete(product: string): SourceError {
  return new SourceError(`${product} sent fewer or more rows than it counted.`, {
    code: 'incomplete',
    hint: 'Nothing was removed; the next poll reads all of them again.',
  });
}

function listMoved(product: string): SourceError {
  return new SourceError(`A list of ${product} changed while it was read.`, {
    code: LIST_MOVED,
    hint: 'Nothing was removed; the next poll reads all of them again.',
  });
}

export function repeatedPage(product: string): SourceError {
  return new SourceError(`${product} sent the same page again.`, {
    code: 'repeated-page',
    hint: 'Nothing was removed; the next poll tries again.',
  });
}
