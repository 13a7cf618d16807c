import { expect, it } from '@jest/globals';
import { formatsOf } from '../../pages/parts/formats.ts';
import { collectorsOf } from '../../pages/privacy/collectors.ts';
import { htmlOf, type InWords, nameIn, sectionsOf, toldText } from '../../pages/privacy/export.ts';
import { eachOnce } from '../../pages/privacy/found.ts';
import { isKey, readingQuery } from '../../pages/privacy/reading-query.ts';
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
  expect(sectionsOf(document, []).map(({ dataset, records, fields }) => [dataset, records.length, fields])).toEqual([
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

const WORDS: InWords = {
  formats: formatsOf('de', 'Europe/Berlin'),
  values: { compliance: { noncompliant: 'nicht regelkonform' } },
  ...{ yes: 'ja', no: 'nein', labels: { roamingBytes: 'Roaming' }, datasetIn: (name) => `(${name})` },
};

it.each([
  ['any', null, ''],
  ['any', undefined, ''],
  ['any', 0, '0'],
  ['any', false, 'nein'],
  ['any', 'text', 'text'],
  ['any', ['a', 1], 'a, 1'],
  ['any', { title: 'Dr.', tags: ['x', 'y'] }, 'title: Dr.; tags: x, y'],
  ['counts', { roamingBytes: 29_890_000 }, 'Roaming: 29,9 MB'],
  ['dataset', 'device', '(device)'],
  ['compliance', 'noncompliant', 'nicht regelkonform'],
  ['compliance', 'constructor', 'constructor'],
  ['model', 'noncompliant', 'noncompliant'],
  ['occurredAt', '2026-11-30T08:00:00.000Z', '30. Nov. 2026, 09:00 MEZ'],
])('tells of %s the value %j as %j', (name, value, text) => expect(toldText(name, value, WORDS)).toBe(text));

it('leaves our own ids and hashes, and the terms of the search, to the file of all', () => {
  const document = {
    device: [{ id: 1, deviceName: 'A phone', subjectHash: 'abc' }],
    searchTerm: [{ class: 1, term: 'phone', owner: 7 }],
  };
  const field = (name: string, description: string) => ({ name, description, class: 'technical' });
  const fields = [field('id', 'Surrogate id, ours'), field('subjectHash', 'Keyed hash of the person')];
  expect(sectionsOf(document, [{ dataset: 'device', fields }])).toEqual([
    { dataset: 'device', records: document.device, fields: ['deviceName'] },
  ]);
});

it('makes a document of its own that shows names as text', () => {
  const facts = [['Zweck', 'Support & <b>Bestand']] as const;
  const html = htmlOf({ language: 'de', title: '<b>Ada', told: ['Stand: heute', 'An <niemanden>'] }, [
    { name: 'Geräte', facts, columns: ['Name'], rows: [['<img src=x>']] },
  ]);
  expect(html).toContain('<html lang="de">');
  expect(html).toContain('<h2>Geräte (1)</h2>');
  expect(html).toContain('<p>An &lt;niemanden&gt;</p>');
  expect(html).toContain('<p>Zweck: Support &amp; &lt;b&gt;Bestand</p>');
  expect(html).toContain('<td>&lt;img src=x&gt;</td>');
  expect(html).not.toContain('<img');
  expect(html).not.toContain('<b>');
});

it('asks the log of readings for whole days of the reader, a purpose and a key, and for no name', () => {
  const all = { since: '', until: '', dataset: '', purpose: '', key: '' };
  expect(readingQuery(all)).toEqual({});
  const asked = readingQuery({
    since: '2026-11-29',
    until: '2026-11-30',
    dataset: 'device',
    purpose: 'support',
    key: 'key:0123456789abcdef ',
  });
  const [since = '', until = ''] = [asked['occurredAt.ge'], asked['occurredAt.le']];
  expect(Date.parse(until) - Date.parse(since)).toBe(2 * 86_400_000 - 1);
  expect(asked).toMatchObject({ dataset: 'device', purpose: 'support', principal: 'key:0123456789abcdef' });
  expect(readingQuery({ ...all, since: '11202-02-09', until: '+012026-01-01' })).toEqual({});
  expect(['olga', 'olga key:0123456789abcdef'].map(isKey)).toEqual([false, false]);
});
