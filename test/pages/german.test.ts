// What the API says by codes has German words in the pages. The compiler looks for those of refusals and reasons; codes of wrong
// settings and names of products stand where they are said, and are looked for here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { datasets } from '../../lib/catalog/index.ts';
import { processingRecord } from '../../lib/privacy/processing.ts';
import { loadSettings, settingsTable } from '../../lib/settings/index.ts';
import { misspeltSettings } from '../../lib/settings/misspelt.ts';
import { germanOf, settings } from '../../pages/api/german.ts';
import { meaningOf } from '../../pages/api/german-errors.ts';
import { settingInGerman } from '../../pages/api/german-settings.ts';
import { store } from '../../pages/api/german-store-errors.ts';
import { products } from '../../pages/parts/products.ts';
import { parts } from '../../pages/privacy/german/fields.ts';
import { purposes, retentions } from '../../pages/privacy/purposes.ts';
import { faultsIn } from '../../pages/status/faults.ts';
import { adviceInGerman, nameInGerman, valueInGerman } from '../../pages/status/german/database.ts';
import { happens } from '../../pages/status/german/happens.ts';
import { todo } from '../../pages/status/german/todo.ts';

const textsBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
/** What `pattern` finds in all of them, each once. */
const foundIn = (texts: readonly string[], pattern: RegExp): readonly string[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found = '']) => found))),
];

const faults = faultsIn(readFileSync('docs/faults.md', 'utf8'));
/** All that it makes happen. */
const faultCodes = [...new Set(faults.flatMap(({ code }) => (code === null ? [] : [code])))];

it('has German words for each code of a wrong setting, and for no other', () => {
  // Each names its code behind its message.
  const codes = foundIn(textsBelow('lib'), /new ConfigError\([\s\S]{1,300}?code: '([a-z-]+)'/g);
  expect(Object.keys(settings).sort()).toEqual(codes.toSorted());
});

it('has German words for each code of the database, and for no other', () => {
  const codes = foundIn(textsBelow('lib/store'), /\bcode: '([a-z-]+)'/g);
  const ofDrivers = foundIn(textsBelow('lib/store'), /^ {2}(e[a-z]+): '/gm);
  const all = [...codes, ...ofDrivers];
  expect(all).toContain('etimeout');
  expect(all.filter((code) => meaningOf(code) === null)).toEqual([]);
  expect(Object.keys(store).filter((code) => !all.includes(code))).toEqual([]);
});

it.each(faultCodes)('says in German what %s means and what to do', (code) => {
  expect(meaningOf(code)).toEqual([expect.stringMatching(/[.!]$/), expect.stringMatching(/[.?!]$/)]);
});

it.each([
  ['http-418', 'Status 418'],
  ['http-502', 'Status 502'],
  ['http-308', 'leitet um'],
  ['ldap-49', 'Kennwort'],
  ['ldap-80', 'LDAP-Ergebnis 80'],
  ['auth-7000222', 'abgelaufen'],
  ['auth-invalid_client', 'Anmeldung wurde abgelehnt'],
  ['sign-in-http-302', 'mit Status 302'],
  ['sign-in-token-ended', 'schon abgelaufen'],
  ['secret-missing', 'Geheimnis'],
  ['sql-4060', 'Datenbank'],
  ['econnclosed', 'Datenbank'],
])('tells %s by what the other side said', (code, said) => expect(meaningOf(code)?.join(' ')).toContain(said));

it('has German words for each product that is called by words, and for no other', () => {
  const lines = textsBelow('lib/sources').flatMap((text) => text.split('\n'));
  // Of what a source was asked; `facts.ts` say more of it, in documents.
  const names = foundIn(
    lines.filter((line) => /product\b.*(version|mappingVersion)|PRODUCT =/.test(line)),
    /'([^']+)'/g,
  );
  expect(names).toContain('Ivanti Neurons for MDM');
  const words = names.filter((name) => !name.includes(' for ') && / [a-z]{2}/.test(name));
  expect(Object.keys(products).sort()).toEqual(words.toSorted());
});

it.each([
  ['nothing-held', 409, 'Es wird nichts zurückgehalten'],
  ['settings', 503, 'Eine Einstellung fehlt oder ist falsch.'],
  ['sql-4060', 503, 'Die Datenbank kann gerade nicht benutzt werden.'],
])('says %s of %d in German', (code, status, said) => expect(germanOf(code, status)).toContain(said));

it('has German words for what each dataset is for and how long it is kept, and for nothing else', () => {
  const declared = datasets();
  expect(new Set(declared.map(({ purpose }) => purpose))).toEqual(new Set(Object.keys(purposes)));
  expect(new Set(declared.flatMap(({ retention }) => retention ?? []))).toEqual(new Set(Object.keys(retentions)));
});

it('has German words for each field of the record of processing, and for no other', async () => {
  const record = await processingRecord({ RETENTION_DAYS: 30, RETENTION_OVERRIDES: {}, UNVERIFIED_DAYS: 30 });
  const described = new Set(record.flatMap(({ fields }) => fields.map(({ description }) => description)));
  const words = Object.values(parts).flatMap(Object.keys);
  expect(words.toSorted()).toEqual([...described].sort());
});

it('has German words for what happens and what to do in the table of faults, and for no other', () => {
  expect(new Set(Object.keys(happens))).toEqual(new Set(faults.map((fault) => fault.happens)));
  expect(new Set(Object.keys(todo))).toEqual(new Set(faults.map((fault) => fault.todo)));
});

const EXAMPLES = settingsTable().map(({ name, example }) => [name, example] as const);
it.each(EXAMPLES)('says in German what has to stand in %s', (name, example) => {
  const of = (problem: string) => settingInGerman(`${name} ${problem}. Example: ${example}`);
  expect(of('must be otherwise')).toMatch(/^`[A-Z_]+` ist falsch\. Dort muss stehen: .+\. Beispiel: `.+`$/);
  expect(of('is missing')).toContain(`\`${name}\` fehlt.`);
});

it('says in German of lines of settings what a collector says of them', () => {
  const { problems } = loadSettings({ RETENTION_DAYS: 'many' });
  const lines = problems.map(({ setting, problem, example }) => `${setting} ${problem}. Example: ${example}`);
  expect(lines.map((line) => settingInGerman(line)?.split(' Dort')[0]).sort()).toEqual([
    ...['`AUDIT_KEY` fehlt.', '`DATABASE` fehlt.', '`PHONE_KEY` fehlt.', '`RETENTION_DAYS` ist falsch.'],
  ]);
  const [misspelt = ''] = misspeltSettings({ RETENTON_DAYS: '30' });
  expect(settingInGerman(misspelt)).toBe(
    '`RETENTON_DAYS` bleibt unbeachtet: Das ist keine Einstellung. `RETENTION_DAYS` ist eine.',
  );
  expect(settingInGerman('The sources file is not JSON.')).toBeNull();
});

it('says in German what a DBA is to do, with the very statement', () => {
  expect(adviceInGerman('A DBA runs: ALTER DATABASE [lens] SET ..')).toBe(
    'Ein DBA führt aus: `ALTER DATABASE [lens] SET ..`',
  );
  expect([nameInGerman('of-a-newer-collector'), valueInGerman('off'), valueInGerman('sqlite 3.53.4')]).toEqual([
    null,
    'aus',
    'sqlite 3.53.4',
  ]);
});

it('says nothing of a code that it does not know', () => {
  expect(germanOf('of-a-newer-collector', 409)).toBeNull();
  expect(meaningOf('of-a-newer-collector')).toBeNull();
});
