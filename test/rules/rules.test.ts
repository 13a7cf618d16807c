// What rules of the company say of rows: the examples of the documents, each with a row that fits and rows that miss it by
// one value; mistakes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { apiName, catalog, type Dataset, JUDGED } from '../../lib/catalog/index.ts';
import type { Match, Rule } from '../../lib/rules/judge.ts';
import { COMPARED, countsOf, fieldsOf } from '../../lib/rules/schema.ts';
import { parseRules, readRules, rulesIn } from '../../lib/settings/index.ts';

type Values = Readonly<Record<string, unknown>>;

const document = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
const [examples = parseRules(''), sums = parseRules('')] = document
  .split('```json\n')
  .slice(1)
  .map((block) => parseRules(block.split('```')[0] ?? ''));

const MONDAY = '2026-11-30';
const DAY = new Date(`${MONDAY}T10:00:00Z`);
const NIGHT = new Date(`${MONDAY}T22:30:00Z`);

/** Of each example: what fits, and by one value each what does not. */
const FITTING: readonly (readonly [name: string, row: Values, misses: readonly Values[], match: Match, at: Date])[] = [
  [
    'malware-hosts',
    { kind: 'host', name: 'cdn.botnet.example' },
    [{ name: 'notbotnet.example' }, { kind: 'category' }],
    { matched: { name: 'cdn.botnet.example' }, counts: {} },
    DAY,
  ],
  [
    'large-downloads',
    { kind: 'host', name: 'a.example', bytes: 50_000_000_000, persons: 5 },
    [{ bytes: 49_999_999_999 }, { kind: 'category' }, { bytes: null }, { persons: 4 }, { persons: null }],
    { matched: { kind: 'host' }, counts: { bytes: 50_000_000_000 } },
    DAY,
  ],
  [
    'gambling',
    { category: 'GAMBLING', requests: 21 },
    [{ requests: 19 }, { category: 'News' }, { category: null }],
    { matched: { category: 'GAMBLING' }, counts: { requests: 21 } },
    DAY,
  ],
  [
    'file-sharing',
    { host: 'share.example', bytes: 100_000_000 },
    [{ host: 'example' }, { bytes: 1 }],
    { matched: { host: 'share.example' }, counts: { bytes: 100_000_000 } },
    DAY,
  ],
  [
    'administration-at-night',
    { host: 'admin.corp.example', is_blocked: false },
    [{ is_blocked: true }, { is_blocked: null }, { host: 'corp.example' }],
    { matched: { host: 'admin.corp.example', isBlocked: false }, counts: {} },
    NIGHT,
  ],
  [
    'premium-calls',
    { direction: 'outgoing', number_kind: 'premium' },
    [{ direction: 'incoming' }, { number_kind: 'mobile' }],
    { matched: { direction: 'outgoing', numberKind: 'premium' }, counts: {} },
    DAY,
  ],
  [
    'long-calls-abroad',
    { direction: 'outgoing', number_country: 'US', duration_seconds: 1800 },
    [{ number_country: 'AT' }, { number_country: null }, { duration_seconds: 1799 }],
    { matched: { direction: 'outgoing', numberCountry: 'US' }, counts: { durationSeconds: 1800 } },
    DAY,
  ],
  [
    'short-numbers',
    { direction: 'outgoing', number_kind: 'short' },
    [{ direction: 'incoming' }, { number_kind: 'fixed' }],
    { matched: { direction: 'outgoing', numberKind: 'short' }, counts: {} },
    DAY,
  ],
  [
    'roaming-volume',
    { roaming_bytes: 1_000_000_000 },
    [{ roaming_bytes: 999_999_999 }, { roaming_bytes: null }],
    { matched: {}, counts: { roamingBytes: 1_000_000_000 } },
    DAY,
  ],
  [
    'blocked-sign-ins',
    { kind: 'sign-in', result: 'blocked' },
    [{ result: 'failure' }, { kind: 'tunnel' }],
    { matched: { kind: 'sign-in', result: 'blocked' }, counts: {} },
    DAY,
  ],
];

/** Of each example of a sum: a row ten of which reach its bound. */
const SUMMED: Readonly<Record<string, Values>> = {
  'many-premium-calls': { direction: 'outgoing', number_kind: 'premium' },
  'data-of-a-month': { home_bytes: 2_000_000_000 },
  'guessed-passwords': { kind: 'sign-in', result: 'failure', requests: 1 },
};

const named = (name: string): Rule => {
  const rule = examples.rules.find((one) => one.name === name);
  if (!rule) throw new RangeError(name);
  return rule;
};
const judged = (rule: Rule, after: Values, at = DAY, before: Values | null = null) =>
  rule.within === null ? rule.judge({ at, before, after }) : null;

describe('docs/rules.md', () => {
  it('has ten examples, of every dataset that rules look at, without a mistake', () => {
    expect(examples.problems).toEqual([]);
    expect(examples.rules.map(({ name }) => name)).toEqual(FITTING.map(([name]) => name));
    expect(examples.rules).toHaveLength(10);
    expect(new Set(examples.rules.map(({ on }) => on))).toEqual(new Set(JUDGED));
    for (const name of JUDGED) expect(document).toContain(`\`${name}\``);
  });

  it('names the fields of each dataset that a rule may compare, bound and add up', () => {
    const cells = (names: ReadonlyMap<string, string>) => [...names.keys()].map((name) => `\`${name}\``).join(', ');
    const rows = document.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    for (const on of JUDGED) {
      const { device, person }: Dataset = catalog[on];
      const sums = device || person ? cells(countsOf(on, 'day')) : '';
      const row = [`\`${on}\``, cells(fieldsOf(on, COMPARED)), cells(countsOf(on, undefined)), sums];
      expect(rows).toContainEqual(['', ...row, '']);
    }
  });

  it.each(FITTING)('%s finds what it is for, and nothing that differs in one value', (name, row, misses, match, at) => {
    const rule = named(name);
    expect(judged(rule, row, at)).toEqual(match);
    expect(misses.map((miss) => judged(rule, { ...row, ...miss }, at))).toEqual(misses.map(() => null));
  });

  it('has rules that add up, each of which reaches its bound by what it looks at alone', () => {
    const found = sums.rules.map((rule) => {
      if (rule.within === null) throw new RangeError(rule.name);
      const row = SUMMED[rule.name] ?? {};
      const one = rule.addends(row);
      const others = Object.keys(row).filter((column) => rule.names.includes(column));
      const none = others.map((column) => rule.addends({ ...row, [column]: 'other' }));
      const judged = [9, 10].map((n) => rule.judge({ before: one.map(() => 0), after: one.map((of) => of * n) }, row));
      return [rule.name, none.flat().every((n) => n === 0), judged.map((match) => match?.counts ?? null)];
    });
    expect(sums.problems).toEqual([]);
    expect(found).toEqual([
      ['many-premium-calls', true, [null, { count: 10 }]],
      ['data-of-a-month', true, [null, { homeBytes: 20_000_000_000 }]],
      ['guessed-passwords', true, [null, { count: 10 }]],
    ]);
  });

  it('does not look at working hours where it says outside of them', () => {
    const row = { host: 'admin.corp.example', is_blocked: false };
    const at = (text: string) => judged(named('administration-at-night'), row, new Date(text)) !== null;
    // Berlin is an hour ahead; the last one is a Saturday.
    const times = ['T04:59Z', 'T05:00Z', 'T18:59Z', 'T19:00Z'].map((time) => at(MONDAY + time));
    expect([...times, at('2026-12-05T12:00Z')]).toEqual([true, false, false, true, true]);
  });
});

describe('a hit', () => {
  it('is found by all that what is judged is found by, and kept of the same devices', () => {
    const { device, person } = catalog.rule_hit;
    for (const dataset of JUDGED.map((name): Dataset => catalog[name])) {
      const by = dataset.device && 'by' in dataset.device ? dataset.device.by : [];
      expect(device.by).toEqual(expect.arrayContaining([...by]));
      expect(person.by).toEqual(expect.arrayContaining([...(dataset.person?.by ?? [])]));
      if (dataset.device) expect(dataset.device.stored).toEqual(device.stored);
    }
  });
});

describe('a sum', () => {
  it('fires where it begins to fit', () => {
    const at = new Date(MONDAY);
    const of = (before: number | null, after: number) =>
      judged(
        named('gambling'),
        { category: 'Adult', requests: after },
        at,
        before === null ? null : { category: 'Adult', requests: before },
      );
    expect([of(null, 19), of(19, 20), of(20, 21), of(null, 20)].map((match) => match !== null)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});

describe('the rules file', () => {
  const given = (rules: readonly (Values & { readonly name: string })[]) => rulesIn(rules);
  const GOOD: { readonly name: string; readonly [key: string]: unknown } = {
    name: 'good',
    on: 'call',
    severity: 'low',
    is: { numberKind: ['premium'] },
  };
  const TIMES = { zone: 'Europe/Berlin', from: '08:00', to: '18:00' };
  const SUM = { within: 'day', atLeast: { count: 2 }, purpose: 'For a test alone.' };
  const wrong = (more: object) =>
    rulesIn([
      { ...GOOD, ...more },
      { ...GOOD, name: 'other' },
    ]);

  it.each([
    [
      'a field that is not there',
      { is: { numberKinds: ['premium'] } },
      'rule 1 (good): is.numberKinds: call has no such field; one of direction, numberKind',
    ],
    ['a value that no row has', { is: { numberKind: ['prmium'] } }, 'is.numberKind: must be of mobile'],
    ['a value that fits everything', { isNot: { direction: ['incomming'] } }, 'isNot.direction: must be of incoming'],
    [
      'true as text',
      { on: 'http_request', is: { isBlocked: ['true'] } },
      'is.isBlocked: must be true or false, without quotes',
    ],
    ['true as a host', { on: 'http_request', is: {}, isNot: { host: [true] } }, 'isNot.host: must be of text'],
    ['all hosts', { on: 'http_total', is: {}, hosts: ['*'] }, 'hosts.0: must be a name of a host'],
    ['a pattern', { on: 'http_total', is: {}, hosts: ['casino.*'] }, 'hosts.0: must be a name of a host'],
    [
      'hosts of categories',
      { on: 'http_total', is: { kind: ['category'] }, hosts: ['a.example'] },
      'is.kind: must be host, where the rule has hosts',
    ],
    [
      'few people',
      { on: 'http_total', is: { kind: ['host'] }, atLeast: { persons: 4 } },
      'atLeast.persons: must be 5 at least',
    ],
    ['no name', { name: undefined }, 'rule 1: name: is missing'],
    ['a number to compare as text', { is: { durationSeconds: ['60'] } }, 'is.durationSeconds: call has no such field'],
    ['a text to count', { atLeast: { direction: 1 } }, 'atLeast.direction: call has no such field'],
    ['hosts of what has none', { hosts: ['a.example'] }, 'hosts: call has no hosts'],
    ['no host', { on: 'http_total', is: {}, hosts: ['a b/c'] }, 'hosts.0: must be a name of a host'],
    ['no condition', { is: {} }, 'needs a condition'],
    ['times without a purpose', { when: TIMES }, 'purpose: is missing'],
    [
      'no zone',
      { when: { ...TIMES, zone: 'Mars/Base' }, purpose: 'For a test alone.' },
      'when.zone: must be a time zone',
    ],
    [
      'times of days',
      { on: 'http_category', is: { category: ['a'] }, when: TIMES, purpose: 'For a test alone.' },
      'when: http_category is counted by the day',
    ],
    [
      'minutes of hours',
      { on: 'http_traffic', is: { host: ['a'] }, when: { ...TIMES, from: '08:30' }, purpose: 'For a test alone.' },
      'whole hours',
    ],
    ['a sum of nobody', { on: 'http_total', is: {}, ...SUM, atLeast: { bytes: 1 } }, 'within: http_total names nobody'],
    ['hours of days', { on: 'data_usage', is: {}, ...SUM, within: 'hour' }, 'within: data_usage is counted by the day'],
    ['a sum without a bound', { ...SUM, atLeast: {} }, 'within: needs atLeast'],
    ['a sum of some times', { ...SUM, when: TIMES }, 'within: goes without when'],
    ['a sum without a purpose', { ...SUM, purpose: undefined }, 'purpose: is missing'],
    ['a sum of what adds up to nothing', { on: 'http_request', is: {}, ...SUM, atLeast: { status: 1 } }, 'atLeast'],
    ['a number of single rows', { atLeast: { count: 2 } }, 'atLeast.count: wants within'],
    ['a name of a country', { is: { numberCountry: ['Germany'] } }, 'is.numberCountry: must be an ISO 3166-1 code'],
    ['a country that is none', { is: { numberCountry: ['XQ'] } }, 'is.numberCountry: must be an ISO 3166-1 code'],
    ['another name of a key', { isnot: {} }, 'unknown: isnot'],
  ])('says what is wrong with %s, and uses the others', (_, more, problem) => {
    const { rules, problems } = wrong(more);
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(rules.map(({ name }) => name)).toEqual(['other']);
  });

  it('tells of a name that is used twice, also where one of both has another mistake', () => {
    const twice = (first: object, second: object) =>
      given([
        { ...GOOD, ...first },
        { ...GOOD, ...second },
      ]);
    const told = 'rule 2 (good): name: another rule has it too';
    expect(twice({}, {}).problems).toEqual([`${told}.`]);
    expect(twice({ severity: 1 }, {}).problems).toEqual([
      expect.stringContaining('rule 1 (good): severity'),
      `${told}.`,
    ]);
    expect(twice({}, { is: {} }).problems).toEqual([expect.stringMatching(/rule 2 \(good\): needs.*; name: another/)]);
  });

  it('says where its mistakes stand only where they stand in the file', () => {
    expect(parseRules('{"rules": [{}]}').problems).toEqual([expect.stringMatching(/^The rules file: rule 1: name/)]);
    expect(given([{ ...GOOD, is: {} }]).problems).toEqual([expect.stringMatching(/^rule 1 \(good\): needs/)]);
  });

  it('says nothing of what it could not use', () => {
    const { problems } = given([
      { ...GOOD, is: { numberKind: ['Secret Name'] }, when: { ...TIMES, zone: 'Secret Name' }, hosts: ['Secret Name'] },
    ]);
    expect(problems.join()).not.toContain('Secret');
    expect(problems).toHaveLength(1);
  });

  it('may be absent, and says where it cannot be read, or is none', () => {
    expect(readRules(undefined)).toEqual({ rules: [], problems: [] });
    expect(readRules('/nowhere/rules.json').problems).toEqual([expect.stringContaining('RULES_FILE cannot be read')]);
    expect(parseRules('{"rules": [').problems).toEqual([expect.stringContaining('not JSON (line 1')]);
    expect(parseRules('{"rule": []}').problems.length).toBeGreaterThan(0);
  });

  it('leaves out what is not enabled', () => {
    expect(given([{ ...GOOD, enabled: false }])).toEqual({ rules: [], problems: [] });
  });

  it('can name neither what somebody wrote nor numbers of people', () => {
    const refused = Object.keys(catalog.message.fields).filter(
      (column) => wrong({ on: 'message', is: { [apiName(column)]: ['outgoing'] } }).problems.length > 0,
    );
    expect(refused).toEqual(expect.arrayContaining(['content', 'number', 'number_hash']));
  });
});
