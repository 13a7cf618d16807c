// How many collectors ran at once: neither a restart nor one that was killed counts as a further one.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { catalog } from '../lib/catalog/index.ts';
import {
  announceCollector,
  atOnce,
  type Collector,
  collectorPeaks,
  endCollector,
  newCollector,
  notFollowed,
} from '../lib/collector.ts';
import { expire } from '../lib/retention/expire.ts';
import type { Store } from '../lib/store/index.ts';
import { emptyTables } from './store/databases.ts';
import { onEachEngine } from './store/stores.ts';

const from = (start: number, end: number) => ({ started_at: new Date(start), last_seen_at: new Date(end) });

describe('collectors at once', () => {
  it.each([
    ['none', [], 0],
    ['one', [from(0, 9)], 1],
    ['one and its successor, whoever killed it', [from(0, 4), from(5, 9)], 1],
    ['two that were seen together', [from(0, 6), from(5, 9)], 2],
    ['three, of which one was restarted twice', [from(0, 9), from(0, 9), from(0, 2), from(3, 5), from(6, 9)], 3],
    ['a new one before the old one ends', [from(0, 9), from(8, 20), from(10, 20)], 2],
  ])('are counted: %s', (_name, seen, count) => {
    expect(atOnce(seen)).toBe(count);
  });
});

describe('a collector that was lost', () => {
  it.each([
    ['none, where all are seen', [from(0, 90), from(5, 99)], []],
    ['one that nobody followed', [from(0, 40), from(5, 99)], [0]],
    ['one that was killed as it started', [from(40, 40), from(5, 99)], [0]],
    ['none that was followed', [from(0, 40), from(45, 99)], []],
    ['none of a row of restarts', [from(0, 20), from(25, 40), from(41, 99)], []],
    ['one of two that one followed', [from(0, 40), from(0, 42), from(45, 99)], [1]],
    ['none that two followed', [from(0, 40), from(0, 42), from(45, 99), from(46, 99)], []],
  ])('is told: %s', (_name, rows, lost) => {
    expect(notFollowed(rows, new Date(80)).map((row) => rows.indexOf(row))).toEqual(lost);
  });
});

onEachEngine((open) => {
  beforeEach(async () => emptyTables(open().store));
  const made = () => newCollector({ lensVersion: '0.1.0', hostVersion: '4', sources: [] });
  const peaks = async (store: Store) =>
    (await collectorPeaks(store, await store.now())).map(({ node_version, peak }) => [node_version, peak]).sort();
  const earlier = (store: Store, ms: number, ...instances: Collector[]) =>
    store.write(async ({ db }) => {
      for (const { instance } of instances)
        await db
          .updateTable('collector')
          .set(({ eb }) => ({
            started_at: eb.val(new Date(Date.now() - ms)),
            last_seen_at: eb.val(new Date(Date.now() - ms)),
          }))
          .where('instance', '=', instance)
          .execute();
    });

  describe('the peak of the day', () => {
    it('is kept by version and for all, and stays when collectors have ended', async () => {
      const { store } = open();
      const [a, b] = [made(), made()];
      for (const one of [a, b]) await announceCollector(store, one);
      await earlier(store, 60_000, a);
      await announceCollector(store, a);
      const expected = [
        [process.versions.node, 2],
        ['all', 2],
      ];
      expect(await peaks(store)).toEqual(expected);
      for (const one of [a, b]) await endCollector(store, one);
      await announceCollector(store, made());
      expect(await peaks(store)).toEqual(expected);
    });

    it('leaves with the retention of its day', async () => {
      const { store } = open();
      await announceCollector(store, made());
      const dataset = catalog.collector_peak;
      const run = { dataset, before: new Date(Date.now() + 86_400_000) };
      expect(await expire(store, run, () => false)).toMatchObject({ removed: 2, left: 0 });
    });

    it('counts no successor beside who was killed, or ended in order', async () => {
      const { store } = open();
      const [killed, ended, last] = [made(), made(), made()];
      await announceCollector(store, killed);
      await earlier(store, 60_000, killed);
      await announceCollector(store, ended);
      await endCollector(store, ended);
      await announceCollector(store, last);
      await announceCollector(store, last);
      expect(await peaks(store)).toEqual([
        [process.versions.node, 1],
        ['all', 1],
      ]);
    });
  });
});
