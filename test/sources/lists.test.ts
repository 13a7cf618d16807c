// Lists as large as a product makes them, handed on in parts.
import { setImmediate as eventLoop } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { AppBatch } from '../../lib/sources/app-batch.ts';
import { isNoAnswer, isPathSegment } from '../../lib/sources/asked.ts';
import { BEGINNING, type OffsetPage, offsetPages, type Place } from '../../lib/sources/offset-pages.ts';
import { Seen } from '../../lib/sources/seen.ts';
import { smallList } from '../../lib/sources/small-list.ts';
import { readWholeList, rowsAlone } from '../../lib/sources/whole-list.ts';
import { mapInTurns } from '../../lib/turns.ts';

const records = (count: number, from = 0) => Array.from({ length: count }, (_, i) => ({ id: from + i }));

/** A list of so many rows, in pages of this size. */
const listOf = (total: number, pageSize: number) => ({
  product: 'Test',
  pageSize,
  read: async (offset: number): Promise<OffsetPage> => ({
    records: records(Math.min(pageSize, total - offset), offset),
    total,
    more: null,
  }),
});

describe('a page by offset', () => {
  it('is handed on in parts, and a poll goes on behind the last one alone', async () => {
    const read: unknown[] = [];
    const pages = offsetPages(listOf(4_500, 2_500));
    let page = await pages.next();
    for (; !page.done; page = await pages.next()) read.push([page.value.records.length, page.value.next]);
    expect(read).toEqual([
      [1_000, null],
      [1_000, null],
      [500, { offset: 2_500, total: 4_500, size: null }],
      [1_000, null],
      [1_000, null],
    ]);
    expect(page.value).toMatchObject({ rows: 4_500, marker: 'rows-equal-total' });
  });

  it('that comes again is told, however large it is', async () => {
    const pages = offsetPages({
      ...listOf(10_000, 2_500),
      read: async () => ({ records: records(2_500), total: 10_000, more: null }),
    });
    await expect(Array.fromAsync(pages)).rejects.toMatchObject({ code: 'repeated-page' });
  });
});

describe('a list by offset', () => {
  const proofOf = async (list: Parameters<typeof offsetPages>[0]) => {
    const pages = offsetPages(list);
    let page = await pages.next();
    for (; !page.done; page = await pages.next());
    return page.value;
  };
  const [a, b] = [records(3), records(3, 3)];
  const inTurn = (pages: readonly (typeof a)[], totals: readonly number[], more: boolean | null = null) => {
    let asked = 0;
    const read = async (): Promise<OffsetPage> => {
      const at = asked++;
      const total = totals[Math.min(at, totals.length - 1)] ?? null;
      return { records: pages[at % pages.length] ?? [], total, more };
    };
    return { product: 'Test', pageSize: 3, read };
  };

  it('ends where a page tells nothing new, though the rows add up: A, B, A', async () => {
    await expect(proofOf(inTurn([a, b, a], [9]))).rejects.toMatchObject({ code: 'repeated-page' });
  });

  it('ends by itself where two pages come in turn for ever', async () => {
    await expect(proofOf(inTurn([a, b], [1_000_000]))).rejects.toMatchObject({ code: 'repeated-page' });
    await expect(proofOf(inTurn([a, b], [], true))).rejects.toMatchObject({ code: 'repeated-page' });
  });

  it('goes on behind a page of which one row alone is new', async () => {
    const later = [...a.slice(1), { id: 9 }];
    expect(await proofOf(inTurn([a, later], [6]))).toMatchObject({ marker: 'rows-equal-total', rows: 6 });
  });

  /** A server that holds so many rows, and gives at most so many at a time, whatever it is asked for. */
  const capped = (rows: number, cap: number, total: number | null) => {
    const asked: number[] = [];
    const read = async (offset: number): Promise<OffsetPage> => {
      asked.push(offset);
      return { records: records(Math.min(cap, Math.max(0, rows - offset)), offset), total, more: null };
    };
    return { asked, list: { product: 'Test', pageSize: 10, read } };
  };

  it.each([
    ['no total, and fewer rows than are asked for', 25, 5, null, [0, 5, 10, 15, 20, 25]],
    ['no total, and a last page that is full', 20, 10, null, [0, 10, 20]],
    ['no total, and one page', 3, 10, null, [0, 3]],
    ['a total, and fewer rows than are asked for', 23, 5, 23, [0, 5, 10, 15, 20]],
    ['a total, and one page', 3, 10, 3, [0]],
    ['a total that is reached by a full page', 20, 10, 20, [0, 10, 20]],
  ])('is read to its end by %s', async (_, rows, cap, total, pages) => {
    const { asked, list } = capped(rows, cap, total);
    expect(await proofOf(list)).toMatchObject({ rows, marker: total === null ? 'empty-page' : 'rows-equal-total' });
    expect(asked).toEqual(pages);
  });

  it.each([
    ['pages', 25, 10],
    ['pages of fewer rows than are asked for', 25, 5],
  ])('is not proven by a total that is too small at the end of one of its %s', async (_, rows, cap) => {
    const { asked, list } = capped(rows, cap, 20);
    await expect(proofOf(list)).rejects.toMatchObject({ code: 'incomplete' });
    expect(asked).toContain(20);
  });

  it('is not proven by an empty page where more were promised', async () => {
    const { list } = capped(5, 5, null);
    const read = async (offset: number) => ({ ...(await list.read(offset)), total: offset === 0 ? 9 : null });
    await expect(proofOf({ ...list, read })).rejects.toMatchObject({ code: 'incomplete' });
  });

  it('proves nothing where its total fell while it was read: what was removed hides another', async () => {
    await expect(proofOf({ ...inTurn([a, b], [7, 6]), isOrdered: () => true })).rejects.toMatchObject({
      code: 'list-moved',
    });
  });

  it('proves nothing where its total grew, unless its order is the same for all pages', async () => {
    const grown = inTurn([a, b], [5, 6]);
    await expect(proofOf(grown)).rejects.toMatchObject({ code: 'list-moved' });
    expect(await proofOf({ ...inTurn([a, b], [5, 6]), isOrdered: () => true })).toMatchObject({ rows: 6 });
  });
});

describe('a list that is taken up again', () => {
  const readFrom = (total: number) => {
    const place = { offset: 3, total, size: null };
    const pages = async function* (from: Place) {
      const list = {
        product: 'Test',
        pageSize: 3,
        read: async () => ({ records: records(3, 3), total: 6, more: null }),
      };
      return yield* offsetPages({ ...list, isOrdered: () => true }, from);
    };
    const page = rowsAlone('device', (some) => some.map(({ id }) => ({ external_id: id })));
    const checkpoint = (state: Place | null) => ({ state });
    return Array.fromAsync(
      readWholeList({ dataset: 'device', state: place, begin: () => BEGINNING, pages, page, checkpoint }),
    );
  };

  it('is proven where its total is what it was when the last poll stopped', async () => {
    expect((await readFrom(6)).at(-1)).toMatchObject({ complete: { rows: 6 }, checkpoint: { state: null } });
  });

  it('is read to its end and proves nothing where the total has fallen since', async () => {
    const steps = await readFrom(7);
    expect(steps.at(-1)).toEqual({ dataset: 'device', unproven: 'list-moved', checkpoint: { state: null } });
    expect(steps.flatMap((step) => ('rows' in step ? step.rows : []))).toHaveLength(3);
  });
});

describe('an id in an address', () => {
  it.each(['', ' ', '\t ', '.', '..', '. .'])('is none where another one would be asked for: %j', (id) => {
    expect(isPathSegment(id)).toBe(false);
  });

  it.each(['a', 'a b', '.a', '7'])('may be any other: %j', (id) => {
    expect(isPathSegment(id)).toBe(true);
  });
});

describe('what a list has told', () => {
  it('is known by 8 bytes a row, however many they are', () => {
    const seen = new Seen();
    const texts = Array.from({ length: 100_000 }, (_, i) => `row ${i}`);
    expect(texts.filter((text) => seen.add(text))).toHaveLength(texts.length);
    expect(texts.filter((text) => seen.add(text))).toEqual([]);
    expect([seen.has('row 99999'), seen.has('row 100000')]).toEqual([true, false]);
  });
});

describe('a list that is held in memory', () => {
  const pages = async function* (count: number) {
    for (let page = 0; page < count; page++) yield records(5_000, page * 5_000);
  };
  it('has all of its pages, up to its bound', async () => {
    expect(await smallList(pages(4), (page) => page, 'Test')).toEqual(records(20_000));
  });

  it('of few, but huge items is refused, too', async () => {
    const huge = async function* () {
      for (;;) yield [{ text: 'x'.repeat(5_000_000) }];
    };
    await expect(smallList(huge(), (page) => page, null)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('without an end is refused at its bound', async () => {
    await expect(smallList(pages(Number.POSITIVE_INFINITY), (page) => page, null)).rejects.toMatchObject({
      code: 'too-large',
      hint: expect.stringContaining('a list of more than 20,000 items'),
    });
  });
});

describe('a list of one record, in pages', () => {
  // Its rows add up to its total: the last one of the first page has moved to the second, in the place of another.
  const shifted = async function* () {
    yield records(3);
    yield [...records(1, 2), ...records(2, 4)];
  };

  it('is no answer where a row came twice in the place of another', async () => {
    const error = await smallList(shifted(), (page) => page, 'Test').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'incomplete' });
    expect(isNoAnswer(error)).toBe(true);
  });

  it('may have rows twice on a page, and anything where it proves nothing', async () => {
    const twice = async function* () {
      yield [...records(2), ...records(2)];
    };
    expect(await smallList(twice(), (page) => page, 'Test')).toHaveLength(4);
    expect(await smallList(shifted(), (page) => page, null)).toHaveLength(6);
  });
});

describe('the apps of one device', () => {
  it('are handed on up to their bound, whatever product tells them', () => {
    const batch = new AppBatch();
    const steps = [...batch.add('d1', records(20_000)), ...batch.take()];
    expect(steps).toMatchObject([{ dataset: 'device_app', scope: [['d1']] }]);
    expect(() => [...batch.add('d2', records(20_001))]).toThrow(
      expect.objectContaining({ code: 'too-large', hint: expect.stringContaining('20,000 apps of one device') }),
    );
  });
});

describe('mapping', () => {
  it('gives turns to others, and all items in their order', async () => {
    let turns = 0;
    let done = false;
    const others = (async () => {
      for (; !done; turns++) await eventLoop();
    })();
    const mapped = await mapInTurns(records(20_000), ({ id }) => ({ id, text: JSON.stringify(Array(200).fill(id)) }));
    done = true;
    await others;
    expect(mapped.map(({ id }) => id)).toEqual(records(20_000).map(({ id }) => id));
    expect(turns).toBeGreaterThan(4);
  });
});
