// The contract table of nasty strings: what goes in through the Recorder comes back the same on both engines, and is
// found by equality and by prefix alike.
import { describe, expect, it } from '@jest/globals';
import { datasetNamed } from '../../lib/catalog/index.ts';
import { newRow } from '../../lib/ingest/apply-rows.ts';
import { Recorder, Rejections } from '../../lib/ingest/record.ts';
import { prefixCondition } from '../../lib/query/where.ts';
import { fold } from '../../lib/store/fold.ts';
import { hasPart, type Store } from '../../lib/store/index.ts';
import { onEachEngine } from './stores.ts';

const NUL = '\0';
/** What a source says, and what is stored of it. */
const NASTY: readonly (readonly [said: string, stored: string])[] = [
  ['Straße', 'Straße'],
  ['İstanbul', 'İstanbul'],
  ['Übermut', 'Übermut'],
  ['U\u0308bermut', 'U\u0308bermut'],
  ['[brackets]', '[brackets]'],
  ['100%', '100%'],
  ['100 percent', '100 percent'],
  ['under_score', 'under_score'],
  ['underXscore', 'underXscore'],
  ['back\\slash', 'back\\slash'],
  ['O\'Brien "quoted"', 'O\'Brien "quoted"'],
  ['trailing  ', 'trailing  '],
  ['  leading', '  leading'],
  ['inner  blanks', 'inner  blanks'],
  ['a😀b', 'a😀b'],
  ['😀', '😀'],
  ['lone\uD83D', 'lone\uFFFD'],
  ['\uDE00lone', '\uFFFDlone'],
  [`with${NUL}nul`, 'withnul'],
  ['ﬁne ligature', 'ﬁne ligature'],
  ['Ｆｕｌｌｗｉｄｔｈ', 'Ｆｕｌｌｗｉｄｔｈ'],
  ['ΣΊΣΥΦΟΣ', 'ΣΊΣΥΦΟΣ'],
  ['tab\tand\nnewline', 'tab\tand\nnewline'],
  ['\u{10FFFF}last', '\u{10FFFF}last'],
  ['퟿edge', '퟿edge'],
  ['N’apostrophe', 'N’apostrophe'],
  ['x'.repeat(400), 'x'.repeat(256)],
  [`${'y'.repeat(255)}😀`, 'y'.repeat(255)],
];

const device = datasetNamed('device');
const NO_NUMBERS = { numbersOf: () => new Map() };

function recorded(source: string, rows: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  const recorder = new Recorder(
    device,
    { phoneNumbers: 'off', phoneKey: null, collection: NO_NUMBERS },
    new Rejections(),
  );
  const target = {
    name: 'device' as const,
    dataset: device,
    source,
    at: new Date(),
    comparable: new Map(),
    loaded: false,
    personalDevices: false,
    collects: [],
    keeping: new Set<never>(),
  };
  return rows.flatMap((row) => {
    const record = recorder.record(row);
    return record ? [newRow(target, record)] : [];
  });
}

async function store(into: Store, source: string): Promise<void> {
  const rows = recorded(
    source,
    NASTY.map(([device_name], i) => ({ external_id: `d${i}`, device_name })),
  );
  await into.write((tx) => tx.insert('device', rows));
}

async function namesWhere(
  { rows }: Store,
  source: string,
  condition: Parameters<typeof prefixCondition> extends [infer B, ...unknown[]]
    ? (eb: B) => ReturnType<typeof prefixCondition>
    : never,
): Promise<unknown[]> {
  const found = await rows
    .selectFrom('device')
    .select('device_name')
    .where('source', '=', source)
    .where((eb) => condition(eb))
    .orderBy('id')
    .execute();
  return found.map((row) => row.device_name);
}

describe('text', () => {
  onEachEngine((open) => {
    it('comes back as it was cleaned, cut by code points and never trimmed', async () => {
      await store(open().store, 'read-back');
      expect(await namesWhere(open().store, 'read-back', (eb) => eb('source', '=', 'read-back'))).toEqual(
        NASTY.map(([, stored]) => stored),
      );
    });

    it('is found by equality of its folded twin: all that fold alike, and nothing else', async () => {
      await store(open().store, 'equal');
      for (const [said] of NASTY) {
        const wanted = fold(said, 256);
        expect(await namesWhere(open().store, 'equal', (eb) => eb('device_name_folded', '=', wanted))).toEqual(
          NASTY.flatMap(([other, stored]) => (fold(other, 256) === wanted ? [stored] : [])),
        );
      }
    });

    it('is found by every prefix of up to five characters, wildcards meaning nothing', async () => {
      await store(open().store, 'prefix');
      const prefixes = new Set(
        NASTY.flatMap(([said]) => [1, 2, 3, 4, 5].map((n) => fold([...fold(said)].slice(0, n).join('')))),
      );
      for (const prefix of prefixes)
        expect(
          await namesWhere(open().store, 'prefix', (eb) => prefixCondition(eb, 'device_name_folded', prefix)),
        ).toEqual(NASTY.flatMap(([said, stored]) => (fold(said, 256).startsWith(prefix) ? [stored] : [])));
    });

    it('is found by a part of it, character by character', async () => {
      await store(open().store, 'part');
      const parts = new Set(NASTY.flatMap(([, stored]) => [stored.toWellFormed().slice(1, 5), stored.toLowerCase()]));
      for (const part of [...parts].filter((text) => text !== '' && text.isWellFormed()))
        expect(await namesWhere(open().store, 'part', () => hasPart(open().store.engine, 'device_name', part))).toEqual(
          NASTY.flatMap(([, stored]) => (stored.includes(part) ? [stored] : [])),
        );
    });

    it('is found without regard to case and width', async () => {
      await store(open().store, 'folded');
      for (const [asked, stored] of [
        ['STRAßE', 'Straße'],
        ['i̇STANBUL', 'İstanbul'],
        ['fullwidth', 'Ｆｕｌｌｗｉｄｔｈ'],
        ['FINE LIGATURE', 'ﬁne ligature'],
        ['TRAILING', 'trailing  '],
      ])
        expect(
          await namesWhere(open().store, 'folded', (eb) => eb('device_name_folded', '=', fold(String(asked)))),
        ).toEqual([stored]);
    });

    it('of keys is trimmed and cleaned before it is hashed, and differs by case', async () => {
      const rows = recorded('keys', [
        { external_id: 'key' },
        { external_id: 'KEY' },
        { external_id: ' 0815 ' },
        { external_id: `a${NUL}b` },
        { external_id: 'c\uD83D' },
      ]);
      await open().store.write((tx) => tx.insert('device', rows));
      const stored = await open()
        .store.rows.selectFrom('device')
        .select('external_id')
        .where('source', '=', 'keys')
        .orderBy('id')
        .execute();
      expect(stored.map((row) => row.external_id)).toEqual(['key', 'KEY', '0815', 'ab', 'c\uFFFD']);
      for (const again of ['key ', '0815', 'ab', 'c\uFFFD'])
        await expect(
          open().store.write((tx) => tx.insert('device', recorded('keys', [{ external_id: again }]))),
        ).rejects.toMatchObject({ code: 'duplicate' });
    });
  });
});
