import { expect, it } from '@jest/globals';
import { collectorsOf } from '../../pages/privacy/collectors.ts';
import { nameIn, sectionsOf, shownValue } from '../../pages/privacy/export.ts';
import { eachOnce } from '../../pages/privacy/found.ts';
import { collecting } from './collecting.ts';

it('names of each field the sources that collect it, and none that is disabled', () => {
  const device = (fields: readonly string[]) => [{ dataset: 'device', fields, classes: [] }];
  const collectors = collectorsOf('device', [
    collecting({ name: 'intune', datasets: device(['imei', 'model']) }),
    collecting({ name: 'epmm', datasets: device(['imei']) }),
    collecting({ name: 'off', enabled: false, datasets: device(['model']) }),
    collecting({ name: 'mail', datasets: [{ dataset: 'mailbox', fields: ['model'], classes: [] }] }),
  ]);
  expect([...collectors]).toEqual([
    ['imei', ['intune', 'epmm']],
    ['model', ['intune']],
  ]);
});

it('makes sections of an export, of the fields that have a value, and none of what is empty', () => {
  const document = {
    subject: [{ id: 1, mail: null, enabled: false }],
    emmUser: [
      { id: 2, name: '', attributes: null },
      { id: 3, name: 'Ada', attributes: { title: 'Dr.' } },
    ],
    call: [],
  };
  expect(sectionsOf(document).map(({ dataset, records, fields }) => [dataset, records.length, fields])).toEqual([
    ['subject', 1, ['id', 'enabled']],
    ['emm_user', 2, ['id', 'name', 'attributes']],
  ]);
});

it('tells a person once, with all names that matched, and calls the export by the name that is known', () => {
  const of = (id: string) => ({ id, present: id === '1', displayName: id === '1' ? 'Ada' : null });
  const name = (kind: 'mail' | 'user_principal_name') => ({ kind, validFrom: '2026-01-01T00:00:00Z', validTo: null });
  const found = [
    { ...of('1'), ...name('mail') },
    { ...of('7'), ...name('mail') },
    { ...of('1'), ...name('user_principal_name') },
  ];
  expect(eachOnce(found).map(({ names, ...one }) => [one, names.map(({ kind }) => kind)])).toEqual([
    [of('1'), ['mail', 'user_principal_name']],
    [of('7'), ['mail']],
  ]);
  expect([
    nameIn({ subject: [{ displayName: 'Ada' }] }),
    nameIn({ subject: [{ displayName: null }] }),
    nameIn({}),
  ]).toEqual(['Ada', null, null]);
});

it.each([
  [null, ''],
  [undefined, ''],
  [0, '0'],
  [false, 'false'],
  ['text', 'text'],
  [['a', 1], '["a",1]'],
  [{ title: 'Dr.' }, '{"title":"Dr."}'],
])('writes the value %j as %j', (value, text) => expect(shownValue(value)).toBe(text));
