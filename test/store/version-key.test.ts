// Versions in the order in which people mean them, as bytes that any engine sorts alike.
import { describe, expect, it } from '@jest/globals';
import { VERSION_KEY_LENGTH } from '../../lib/catalog/index.ts';
import { versionKey } from '../../lib/store/version-key.ts';

/** The lowest first; those of one line are the same version. */
const ORDER: readonly (readonly string[])[] = [
  ['0', '0.0', 'v0'],
  ['0.9-snapshot'],
  ['0.9'],
  ['1.0.2'],
  ['1.0.2k'],
  ['1.2.3-alpha'],
  ['1.2.3-alpha.2'],
  ['1.2.3-alpha.10'],
  ['1.2.3-beta', '1.2.3 Beta', '1.2.3-BETA+5114f85'],
  ['1.2.3b2', '1.2.3-beta.2'],
  ['1.2.3-rc1', '1.2.3-rc.1'],
  ['1.2.3', 'v1.2.3', '1.2.3.0', '1.2.3+sha', '01.02.03', 'Version 1.2.3', '１.２.３'],
  ['1.2.3-4', '1.2.3 (4)', '1.2.3 build 4'],
  ['1.2.3k'],
  ['1.2.10'],
  ['1.8.0_201'],
  ['1.8.0_301'],
  ['2.1'],
  ['9.60.4'],
  ['10.0', '10', '10, 0, 0, 0'],
  ['10.0 (build 4)'],
  ['10.0 (build 12)'],
  ['10.0.0.1'],
  ['10.0.19045.3803'],
  ['16.0.5266.1000'],
  ['17.0 (21A329)'],
  ['17.0.1'],
  ['26.0'],
  ['120.0.6099.109'],
  ['2024-10-05', '2024.10.5'],
  ['2024.11.05', '2024-11-05'],
  ['2024.11.05.1'],
  ['20240101'],
  ['99999999999999999999'],
];

describe('versions', () => {
  const keys = ORDER.map((same) => same.map((text) => versionKey(text) ?? Buffer.alloc(0)));

  it('are in the order of their parts, a pre-release before its release, a build behind it', () => {
    expect(ORDER.flat().length).toBeGreaterThanOrEqual(39);
    for (const [i, [first]] of keys.entries())
      for (const [j, [second]] of keys.entries())
        expect([ORDER[i], ORDER[j], Math.sign(Buffer.compare(first ?? Buffer.of(), second ?? Buffer.of()))]).toEqual([
          ORDER[i],
          ORDER[j],
          Math.sign(i - j),
        ]);
  });

  it('that are written in several ways have one key', () => {
    for (const [i, same] of keys.entries())
      expect([ORDER[i], new Set(same.map((key) => key.toString('hex'))).size]).toEqual([ORDER[i], 1]);
  });

  it('have keys of few bytes, none of them zero, which SQL Server would ignore at the end', () => {
    for (const key of [...keys.flat(), versionKey(`${'1.'.repeat(31)}0`) ?? Buffer.alloc(0)]) {
      expect(key.length).toBeGreaterThan(0);
      expect(key.length).toBeLessThanOrEqual(VERSION_KEY_LENGTH);
      expect(key.includes(0)).toBe(false);
    }
  });

  it.each(['', 'unknown', 'Sequoia', 'Android 14', 'RP1A.200720.012', 'n/a', '9'.repeat(40)])(
    'that begin with no number say nothing of an order: %p',
    (text) => {
      expect(versionKey(text)).toBeNull();
    },
  );
});
