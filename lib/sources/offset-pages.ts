// Pages by offset or page number, with a total: how most management systems list. Such a list shifts while it is read,
// so what it proves is told to ingest as `offsetPaged`: only absence in two consecutive passes removes.
import { createHash } from 'node:crypto';
import { SourceError } from '../errors.ts';
import { Turns } from '../turns.ts';
import type { Proof } from './contract.ts';
import { slices } from './slices.ts';
import type { WireRecord } from './wire.ts';

export interface OffsetPage {
  readonly records: readonly WireRecord[];
  /** Of the whole list, as this page says; null where the product names none. */
  readonly total: number | null;
  /** Whether the product says that more follow; null where it does not say: then the total decides, or a short page. */
  readonly more: boolean | null;
}

export interface ReadPage {
  readonly records: readonly WireRecord[];
  /** Rows read so far in this pass: where the next page begins; null within a page, and behind the last one. */
  readonly next: number | null;
}

export interface OffsetList {
  readonly product: string;
  /** What one page holds at most. */
  readonly pageSize: number;
  /** One page, from a row on. */
  readonly read: (offset: number) => Promise<OffsetPage>;
}

/** Rows that are handed on together, whatever the product takes for a page: mapped at a time, while others wait. */
const PART = 1_000;

/**
 * Reads a list to its end, from a row on. Throws SourceError: `incomplete` where the rows are not as many as the total
 * of the last page says, `repeated-page` where the product ignores the offset.
 */
export async function* offsetPages(list: OffsetList, from = 0): AsyncGenerator<ReadPage, Proof, void> {
  let rows = from;
  let before = '';
  for (;;) {
    const page = await list.read(rows);
    const digest = await digestOf(page.records);
    if (digest !== '' && digest === before) throw repeatedPage(list.product);
    before = digest;
    rows += page.records.length;
    const more = page.records.length > 0 && (page.more ?? hasMore(page, rows, list.pageSize));
    // A total that more rows than it promised have reached would be wrong, too.
    if (!more && page.total !== null && page.total !== rows) throw incomplete(list.product);
    const parts = [...slices(page.records, PART)];
    const last = parts.pop() ?? [];
    for (const records of parts) yield { records, next: null };
    yield { records: last, next: more ? rows : null };
    if (more) continue;
    const marker = page.total === null ? 'short-page' : 'rows-equal-total';
    return { marker, rows, offsetPaged: true };
  }
}

/** Empty for an empty page. */
async function digestOf(records: readonly WireRecord[]): Promise<string> {
  if (records.length === 0) return '';
  const turns = new Turns();
  const sum = createHash('sha1');
  for (const some of slices(records, PART)) {
    sum.update(JSON.stringify(some));
    await turns.givenWhenDue();
  }
  return sum.digest('hex');
}

const hasMore = ({ records, total }: OffsetPage, rows: number, pageSize: number): boolean =>
  total === null ? records.length >= pageSize : rows < total;

function incomplete(product: string): SourceError {
  return new SourceError(`${product} sent fewer or more rows than it counted.`, {
    code: 'incomplete',
    hint: 'Nothing was removed; the next poll reads all of them again.',
  });
}

function repeatedPage(product: string): SourceError {
  return new SourceError(`${product} sent the same page again.`, {
    code: 'repeated-page',
    hint: 'Nothing was removed; the next poll tries again.',
  });
}
