// What rows are found by, and how a question ranks it.
import { describe, expect, it } from '@jest/globals';
import { answersIn, questionOf, RANKS, rankOf } from '../../lib/search/question.ts';
import { type FoundAttributes, type FoundDataset, termsOf } from '../../lib/search/terms.ts';

type Row = Readonly<Record<string, unknown>>;

const textsOf = (dataset: FoundDataset, row: Row, attributes: FoundAttributes = new Map()): string[] =>
  termsOf(dataset, row, attributes)
    .map(({ part, text }) => `${part} ${text}`)
    .sort();

describe('the terms of a row', () => {
  it('of a name are it and what begins with each later word, and both names in either order', () => {
    expect(textsOf('directory_user', { given_name: 'Anna Eva', surname: 'Groß' })).toEqual([
      '0 anna eva',
      '0 anna eva gross',
      '0 gross',
      '0 gross anna eva',
      '1 eva',
    ]);
  });

  it('of an address are it and the later words before its @, without what stands in front of it', () => {
    expect(textsOf('emm_user', { mail: 'anna.gross@mail.example' })).toEqual([
      '0 anna gross mail example',
      '1 gross mail example',
    ]);
    const attributes = new Map([['proxyAddresses', 'address'] as const]);
    const row = { attributes: '{"proxyAddresses":["SMTP:a@b.example",7,null],"other":"x"}' };
    expect(textsOf('emm_user', row, attributes)).toEqual(['0 7', '0 a b example']);
  });

  it('of an identifier are it in one word, and its last six characters; of one that stands for none, none', () => {
    expect(textsOf('device', { serial_number: 'C02-XK 1234', wifi_mac: 'AABBCC', imei: '0' })).toEqual([
      '0 aabbcc',
      '0 c02xk1234',
      '1 xk1234',
    ]);
  });

  it('of a number are it as it is dialled from abroad and at home; of a masked one its hash alone', () => {
    expect(textsOf('device', { phone_number: '+49 (0)151 23456789', phone_number_hash: 'ab12' })).toEqual([
      '0 015123456789',
      '0 4915123456789',
      '1 456789',
      '2 ab12',
    ]);
    expect(textsOf('emm_user', { phone_number: '0151/23456789', country: 'Germany' })).toContain('0 4915123456789');
    const masked = { phone_number: '+49151********', phone_number_hash: 'ab12', phone_number_2_hash: 'cd34' };
    expect(textsOf('device', masked)).toEqual(['2 ab12', '2 cd34']);
    expect(textsOf('device', { iccid: '8949020************', iccid_hash: 'ef' })).toEqual(['2 ef']);
    expect(textsOf('device', { iccid: '8949 0200 0012 3456 789F' })).toEqual(['0 8949020000123456789f', '1 56789f']);
  });

  it('are cut, within no pair, and blank at no end', () => {
    const [long] = termsOf('device', { device_name: `${'x'.repeat(63)} y` }, new Map());
    expect(long?.text).toBe('x'.repeat(63));
    const [pair] = termsOf('device', { device_name: `${'x'.repeat(63)}𠮷` }, new Map());
    expect(pair?.text).toBe('x'.repeat(63));
  });

  it('say once what they were made of', () => {
    const row = { user_principal_name: 'a@b.example', mail: 'a@b.example' };
    expect(termsOf('emm_user', row, new Map())).toEqual([
      { part: 0, text: 'a b example', fields: ['userPrincipalName', 'mail'] },
    ]);
  });
});

describe('a question ranks', () => {
  const rankIn = (typed: string, dataset: FoundDataset, row: Row): string | null => {
    const question = questionOf(typed);
    const ranks = termsOf(dataset, row, new Map()).flatMap((term) => rankOf(question, term) ?? []);
    return ranks.length === 0 ? null : (RANKS[Math.min(...ranks)] ?? null);
  };
  const anna = { given_name: 'Anna', surname: 'Müller', display_name: 'Müller, Anna (IT)', mail: 'anna.m@x.example' };
  const phone = { device_name: "Anna's iPhone 12", serial_number: 'C02XK1234', wifi_mac: 'a4:b1:c2:d3:e4:f5' };

  it.each([
    ['Müller', 'exact'],
    ['Müller, Anna', 'exact'],
    ['anna mueller', 'exact'],
    ['ANNA.M@x.example', 'exact'],
    ['anna.m@', 'beginning'],
    ['Mül', 'beginning'],
    ['mül ann', 'word'],
    ['ann mül', 'word'],
    ['it', 'word'],
    ['anna it', 'word'],
    ['anna schulz', null],
    ['nna', null],
    ['x.example', null],
  ])('%j as %j for a person', (typed, rank) => {
    expect(rankIn(typed, 'directory_user', anna)).toBe(rank);
  });

  it.each([
    ['c02xk1234', 'exact'],
    ['C02-XK', 'beginning'],
    ['xk1234', 'word'],
    ['xk12', 'word'],
    ['A4:B1', 'beginning'],
    ['a4-b1-c2-d3-e4-f5', 'exact'],
    ['d3:e4:f5', 'word'],
    ['d3e4f5', 'word'],
    ['annas iphone', 'beginning'],
    ['iphone 12', 'word'],
    ['1234', null],
  ])('%j as %j for a device', (typed, rank) => {
    expect(rankIn(typed, 'device', phone)).toBe(rank);
  });

  it.each([
    ['smith', { surname: 'exact', displayName: 'word' }],
    ['nadia', { givenName: 'exact', displayName: 'beginning' }],
    ['sm', { surname: 'beginning', displayName: 'word' }],
    ['nadia smith', { surname: 'exact', givenName: 'exact', displayName: 'exact' }],
    ['smi nad', { surname: 'word', givenName: 'word', displayName: 'word' }],
  ])('%j of the fields whose own value answers, or which only answer together', (typed, ranks) => {
    const row = { given_name: 'Nadia', surname: 'Smith', display_name: 'Nadia Smith' };
    const answers = answersIn(questionOf(typed), termsOf('emm_user', row, new Map()));
    expect(Object.fromEntries([...answers].map(([field, rank]) => [field, RANKS[rank]]))).toEqual(ranks);
  });

  it('a number with 00 as with +', () => {
    const row = { phone_number: '+49 151 23456789' };
    for (const typed of ['+49 151 23', '0049151', '0151 234', '456789', '49151 2345'])
      expect(rankIn(typed, 'device', row)).not.toBeNull();
  });
});
