// Numbers, sizes and times as the pages write them.
import { describe, expect, it } from '@jest/globals';
import { formatsOf, LANGUAGES, languageOf } from '../../pages/parts/formats.ts';

const [en, de] = LANGUAGES.map((language) => formatsOf(language, 'Europe/Berlin'));
const NOW = Date.parse('2026-11-30T08:00:00Z');
/** Intl writes spaces that do not break. */
const plain = (text: string | undefined): string => (text ?? '').replace(/\s/g, ' ');

describe('the formats of the pages', () => {
  it.each([
    ['2026-11-30T08:00:00Z', '0 seconds ago', 'vor 0 Sekunden'],
    ['2026-11-30T07:58:35Z', '1 minute ago', 'vor 1 Minute'],
    ['2026-11-30T07:58:00Z', '2 minutes ago', 'vor 2 Minuten'],
    ['2026-11-30T06:31:00Z', '89 minutes ago', 'vor 89 Minuten'],
    ['2026-11-29T08:00:00Z', '24 hours ago', 'vor 24 Stunden'],
    ['2026-11-28T08:00:00Z', '2 days ago', 'vor 2 Tagen'],
    ['2026-12-02T08:00:00Z', 'in 2 days', 'in 2 Tagen'],
    ['2026-11-30T08:05:00Z', 'in 5 minutes', 'in 5 Minuten'],
  ])('tell how far %s is from now: %s, %s', (at, english, german) => {
    expect([plain(en?.distance(at, NOW)), plain(de?.distance(at, NOW))]).toEqual([english, german]);
  });

  it('write a day that was counted as that day, wherever the reader is', () => {
    const western = formatsOf('en', 'America/Los_Angeles');
    expect([western.day('2026-11-30'), western.day('2026-11-30T04:00:00Z')]).toEqual(['30 Nov 2026', '29 Nov 2026']);
  });

  it('name the zone of a time', () => {
    expect(plain(en?.instant('2026-11-30T08:00:00Z'))).toBe('30 Nov 2026, 09:00 CET');
    expect(plain(de?.instant('2026-07-30T08:00:00Z'))).toBe('30. Juli 2026, 10:00 MESZ');
  });

  it.each([
    [0, '0 byte', '0 Byte'],
    [999, '999 byte', '999 Byte'],
    [1_000, '1 kB', '1 kB'],
    [1_240_000, '1.2 MB', '1,2 MB'],
    [5e12, '5 TB', '5 TB'],
    [5e18, '5,000 PB', '5.000 PB'],
  ])('write %d bytes as %s, %s', (value, english, german) => {
    expect([plain(en?.bytes(value)), plain(de?.bytes(value))]).toEqual([english, german]);
  });

  it.each([
    [3.321, '3.3 s', '3,3 s'],
    [119, '119 s', '119 s'],
    [600, '10 min', '10 min'],
    [9_000, '2.5 h', '2,5 h'],
  ])('write %d seconds as %s, %s', (value, english, german) => {
    expect([plain(en?.duration(value)), plain(de?.duration(value))]).toEqual([english, german]);
  });
});

it.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'DE'], 'de'],
  [['', 'en-US', 'de'], 'en'],
  [['den', 'fr'], 'en'],
  [[], 'en'],
])('of %j the language %s is spoken', (wanted, spoken) => expect(languageOf(wanted)).toBe(spoken));

it.each([
  [99, 40, '40\u00a0s'],
  [420, 100, '1.7\u00a0min'],
  [9_000, 1_800, '0.5\u00a0h'],
])('tells durations up to %i seconds in one unit', (most, seconds, said) => {
  const unit = formatsOf('en', 'UTC').durationUnit(most);
  expect(unit.tell(seconds / unit.seconds)).toBe(said);
});
