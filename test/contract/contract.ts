// What every connector promises, whatever its product: the same tests for each, over the real connector, ingest and
// database, against the product's simulated server. target.ts says how a connector is added.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { datasetNamed, isDatasetName } from '../../lib/catalog/index.ts';
import type { Company, SourceEntry } from '../end-to-end/company.ts';
import { listed, lostKeys, storedRows, trueRows } from '../faults/stored.ts';
import { collectedIn, declaredIn, namesNotCollected } from './declared.ts';
import { Reader, requireComplete } from './reader.ts';
import { namesStored, recordsIn, tablesWith, valuesOf } from './stored.ts';
import { type ContractTarget, companyOf, entryOf } from './target.ts';

const MARK = 'Planted-5f1c';
const MOST_STEPS = 1_000;

/** Of polls that end by themselves, of those that do not, or of both. */
type Part = 'whole' | 'interrupted' | 'both';

/** Declares the promises for one connector. */
export function describeContract(target: ContractTarget, part: Part): void {
  const { reads, wire } = target;
  describe(`a source of type ${reads.connector}`, () => {
    let company: Company;
    const readers: Reader[] = [];
    beforeAll(async () => {
      company = await companyOf(target);
    });
    afterEach(async () => {
      await reads.clear(company);
      await Promise.all(readers.splice(0).map((reader) => reader.close()));
    });
    afterAll(async () => {
      await lasting?.close();
      await company.close();
    });

    let databases = 0;
    /** A reader with a new database. */
    async function begin(settings: SourceEntry = {}): Promise<Reader> {
      const entry = entryOf(target, company, settings);
      const reader = await Reader.open(company.folder, company.databaseFile(`contract-${++databases}`), entry);
      readers.push(reader);
      return reader;
    }
    /** One whose first poll was a good one. */
    async function beginWithPoll(settings: SourceEntry = {}): Promise<Reader> {
      const reader = await begin(settings);
      requireComplete(await reader.poll());
      return reader;
    }
    let lasting: Reader | undefined;
    /** The same for tests that only poll on; the first of them meets its first poll. */
    async function goOn(): Promise<Reader> {
      lasting ??= await beginWithPoll();
      if (readers.includes(lasting)) readers.splice(readers.indexOf(lasting), 1);
      return lasting;
    }
    const stored = ({ file }: Reader) => storedRows(file, reads);
    const expectTruth = (reader: Reader): void =>
      expect(listed(stored(reader))).toEqual(listed(trueRows(company, reads)));
    const askedDuring = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
      const before = wire.asked(company).length;
      await work();
      return wire.asked(company).slice(before);
    };

    const declareInterrupted = (): void => {
      it('removes nothing from a list of which a page fails', async () => {
        const reader = await beginWithPoll();
        const before = stored(reader)[wire.dataset] ?? new Map();
        reads.live(company);
        wire.failPage(company, reader.file);
        const { receipt } = await reader.poll();
        expect(receipt.error).not.toBeNull();
        expect(lostKeys({ [wire.dataset]: before }, stored(reader))).toEqual([]);
        await reads.clear(company);
        // The interrupted pass ends, and what is gone is gone after passes from the beginning.
        for (let passes = 0; passes < 3; passes++) requireComplete(await reader.poll());
        expectTruth(reader);
      });

      it('ends with the same content when it is stopped again and again', async () => {
        const reader = await begin();
        let polled = await reader.poll({ stopAfter: 1 });
        expect(polled.receipt.error?.code).toBe('stopped');
        for (let stopAfter = 2; polled.receipt.outcome === 'aborted'; stopAfter *= 3) {
          expect(stopAfter).toBeLessThan(MOST_STEPS);
          polled = await reader.poll({ stopAfter });
        }
        requireComplete(polled);
        expectTruth(reader);
      });
    };
    if (part !== 'whole') declareInterrupted();
    if (part === 'interrupted') return;

    it('reads a list of several pages whole, each record once, and stores only what its profile has', async () => {
      const before = wire.pages(company);
      const reader = await goOn();
      expect(wire.pages(company) - before).toBeGreaterThanOrEqual(3);
      expectTruth(reader);
      await expectCollectedOnly(reader, Object.keys(reads.datasets));
    });

    it('writes nothing where nothing has changed', async () => {
      const reader = await goOn();
      const first = recordsIn(reader.file);
      const { receipt } = await reader.poll();
      for (const [dataset, { inserted, updated, removed }] of Object.entries(receipt.datasets))
        expect({ dataset, inserted, updated, removed }).toEqual({ dataset, inserted: 0, updated: 0, removed: 0 });
      expect(recordsIn(reader.file)).toEqual(first);
    });

    it('follows what changed, and removes what is gone after as many complete passes as its proof needs', async () => {
      const reader = await goOn();
      reads.change(company);
      requireComplete(await reader.poll());
      expectTruth(reader);
      const before = stored(reader);
      reads.live(company);
      const { offsetPaged, receipt } = await reader.poll();
      const late = Object.keys(reads.datasets).filter((name) => offsetPaged.get(rootOf(name)));
      const truth = trueRows(company, reads);
      for (const name of late) expect(lostKeys({ [name]: before[name] ?? new Map() }, stored(reader))).toEqual([]);
      if (late.length > 0) requireComplete(await reader.poll());
      expect(receipt.outcome).toBe('complete');
      expect(lostKeys(before, truth)).not.toEqual([]);
      expectTruth(reader);
    });

    it.each(['include', 'exclude'])(
      'is not asked where a name in %s is misspelt, which might be read unnoticed',
      async (list) => {
        const reader = await begin({ [list]: ['noSuchParameter'] });
        const asked = await askedDuring(async () => {
          const { receipt } = await reader.poll();
          expect([receipt.outcome, receipt.error?.code]).toEqual(['failed', 'unknown-parameter']);
          expect(receipt.error?.hint).toContain('noSuchParameter');
        });
        expect(asked).toEqual([]);
      },
    );

    (wire.plant ? it : it.skip)('stores nothing that is not declared, or not collected, whatever is sent', async () => {
      const reader = await begin();
      const names = await namesNotCollected(reads.connector, await reader.connector());
      expect(names.length).toBeGreaterThan(10);
      wire.plant?.(company, {
        add: { [`undeclared${MARK}`]: MARK },
        set: Object.fromEntries(names.map((name) => [name, MARK])),
      });
      const polled = await reader.poll();
      requireComplete(polled);
      expect(polled.receipt.rejected).toBe(0);
      expect(tablesWith(reader.file, MARK)).toEqual([]);
      expectTruth(reader);
    });

    it('stores with a larger profile only what that has', async () => {
      const reader = await beginWithPoll({ profile: 'extended' });
      await expectCollectedOnly(reader, Object.keys(reads.datasets));
    });

    it('does not ask for what is switched off, and forgets what it had', async () => {
      const { switches } = target;
      const reader = await begin(together(switches.map(({ on }) => on)));
      const asked = await askedDuring(async () => requireComplete(await reader.poll()));
      const collected = async (settings: SourceEntry, dataset: string) => {
        reader.configure(company.folder, entryOf(target, company, settings));
        return collectedIn(await reader.connector(), dataset);
      };
      for (const { name, dataset, on, off } of switches) {
        const [more, less] = [await collected(on, dataset), await collected(off, dataset)];
        const had = [...namesStored(reader.file, dataset)].filter((field) => more.has(field) && !less.has(field));
        expect([name, had]).not.toEqual([name, []]);
      }
      reader.configure(company.folder, entryOf(target, company, together(switches.map(({ off }) => off))));
      const askedNow = await askedDuring(async () => requireComplete(await reader.poll()));
      for (const { name, asks } of switches)
        if (asks)
          expect([name, asked.some((text) => asks.test(text)), askedNow.filter((text) => asks.test(text))]).toEqual([
            name,
            true,
            [],
          ]);
      await expectCollectedOnly(reader, [...new Set(switches.map(({ dataset }) => dataset))]);
    });

    (target.unknownValues ? it : it.skip)('keeps as text what a vendor says for the first time', async () => {
      const values = target.unknownValues ?? [];
      const reader = await begin();
      wire.plant?.(company, { set: Object.fromEntries(values.map((value) => [value.wire, MARK])) });
      const polled = await reader.poll();
      requireComplete(polled);
      expect(polled.receipt.rejected).toBe(0);
      for (const { dataset, field } of values)
        expect([field, ...valuesOf(reader.file, dataset, field)]).toEqual(expect.arrayContaining([field, MARK]));
    });

    /** Stored are attributes that are collected, and of the declared fields those that are. */
    async function expectCollectedOnly(reader: Reader, names: readonly string[]): Promise<void> {
      const connector = await reader.connector();
      for (const dataset of names) {
        const collected = collectedIn(connector, dataset);
        const declared = await declaredIn(reads.connector, dataset);
        const surplus = [...namesStored(reader.file, dataset)].filter(
          (name) => !collected.has(name) && (declared.has(name) || name.startsWith('attributes.')),
        );
        expect([dataset, surplus]).toEqual([dataset, []]);
      }
    }
  });
}

const rootOf = (name: string): string => (isDatasetName(name) ? datasetNamed(name).parent?.dataset : undefined) ?? name;

/** Settings of some switches as one: lists are added up, and the profile is the largest. */
function together(all: readonly SourceEntry[]): SourceEntry {
  const merged: Record<string, unknown> = {};
  for (const [name, value] of all.flatMap(Object.entries)) {
    const known = merged[name];
    if (Array.isArray(known) && Array.isArray(value)) merged[name] = [...known, ...value];
    else if (name !== 'profile' || known !== 'sensitive') merged[name] = value;
  }
  return merged;
}
