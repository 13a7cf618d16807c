import { expect, it } from '@jest/globals';
import { collectorsOf } from '../../pages/privacy/collectors.ts';
import { sectionsOf, shownValue } from '../../pages/privacy/export.ts';
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

it.each([
  [null, ''],
  [undefined, ''],
  [0, '0'],
  [false, 'false'],
  ['text', 'text'],
  [['a', 1], '["a",1]'],
  [{ title: 'Dr.' }, '{"title":"Dr."}'],
])('writes the value %j as %j', (value, text) => expect(shownValue(value)).toBe(text));
