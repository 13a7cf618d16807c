// What must not be stored of any log by defaults alone, looked for in the whole database: each type of source that is no
// system of devices or people reads the simulated company alone, and what it was told is gone through for it.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { datasetNamed } from '../../lib/catalog/index.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import { imeiOf, serialOf } from '../../local/fleet/estate/device.ts';
import { easIdOf } from '../../local/fleet/estate/eas-id.ts';
import { accountName } from '../../local/fleet/estate/person.ts';
import { sourceOf } from '../../local/fleet/folder.ts';
import type { Entry } from '../../local/fleet/member.ts';
import { SOURCE_TYPE_NAMES } from '../../local/fleet/members.ts';
import { CollectorHere } from '../end-to-end/collector-here.ts';
import { Company } from '../end-to-end/company.ts';

/** Whatever tells of people's doings: a new type is one of these by its kind. */
const TYPES = Object.keys(SOURCE_TYPES).filter((type) => !/^(emm|directory)$/.test(SOURCE_TYPES[type]?.kind ?? ''));

/** How it looks in what is told. */
const LOOKS = {
  address: /(?<![\d.])(?!127\.0\.0\.1)\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g,
  path: /(?<![\w.%])\/(?:[\w.%-]+\/)*[\w.%-]{4,}/g,
  query: /\?[\w]+=[^\s"&]+/g,
  referer: /https?:\/\/[\w.-]+\/[\w/]+/g,
  cookie: /session=\d+/g,
  host: /(?<![@\w.-])[a-z\d-]+(?:\.[a-z\d-]+)+\.example\b/gi,
  number: /\+\d{9,14}\b/g,
  content: /Shall we meet|Wants to be called back|Somebody/g,
  position: /(?<="(?:city|latitude|longitude)":"?)[\w.]{5,}/g,
} as const;

const logs = mkdtempSync(join(tmpdir(), 'lens-planted-'));
let company: Company;
/** What servers of the company answered since the last poll. */
let answered: string[] = [];
/** Kinds of what was told and not stored. */
const found = new Set<string>();

beforeAll(async () => {
  company = await Company.start({ users: 80, devices: 120, types: ['intune', 'ivanti-epmm'], logs });
  const { end } = ServerResponse.prototype;
  jest.spyOn(ServerResponse.prototype, 'end').mockImplementation(function (this: ServerResponse, ...given: unknown[]) {
    answered.push(String(given[0]));
    return Reflect.apply(end, this, given);
  });
});
afterEach(() => {
  answered = [];
});
afterAll(async () => {
  jest.restoreAllMocks();
  await company?.close();
  rmSync(logs, { recursive: true });
});

function entriesOf(type: string): readonly Entry[] {
  const systems = SOURCE_TYPE_NAMES.filter((name) => name === type).map(company.fleet.entry);
  return [...systems, ...company.fleet.logEntries.filter((entry) => entry.type === type && !entry.pushed)];
}

/** All that stands in the files of a source. */
const filesOf = ({ settings: { paths = [] } }: Entry): readonly string[] =>
  [paths].flat().flatMap((path) =>
    readdirSync(String(path)).map((name) => {
      const bytes = readFileSync(join(String(path), name));
      return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    }),
  );

/** Mirrors of mailboxes have people, as directories do. */
function* people(): Generator<string> {
  for (const person of company.fleet.estate.people)
    if (person) {
      yield* [person.userPrincipalName, person.mail, person.displayName, accountName(person)];
      yield* [person.objectGuid, person.id];
    }
}

/** No system that has devices is read: all are strangers. */
function* devices(): Generator<string> {
  const { estate } = company.fleet;
  for (const person of estate.people) if (person) yield person.mobilePhone;
  for (const device of estate.devices) {
    yield* [imeiOf(device), serialOf(device), device.name, device.id];
    yield easIdOf(device, estate.options.types ?? []) ?? '';
  }
}

/** Every value of every table. */
function storedIn(file: string): string {
  using database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const values = tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .flatMap((row) => Object.values(row)),
  );
  return values
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
    .join('\n');
}

it.each(TYPES)('%s', async (type) => {
  const entries = entriesOf(type);
  expect(entries).not.toEqual([]);
  company.writeSources(...entries.map((entry) => sourceOf(entry, company.folder)));
  const collector = await CollectorHere.open(company, type);
  for (const { name } of entries) {
    const { lastPoll } = await collector.poll(name);
    expect([name, lastPoll?.outcome]).toEqual([name, 'complete']);
  }
  await collector.close();
  const told = [...entries.flatMap(filesOf), ...answered].join('\n');
  const stored = storedIn(company.databaseFile(type)).toLowerCase();
  const { entities = [] } = (await SOURCE_TYPES[type]?.describe()) ?? {};
  const isMirror = entities.some(({ dataset }) => datasetNamed(dataset).kind === 'mirror');
  const planted = [
    ...Object.entries(LOOKS).flatMap(([kind, pattern]) =>
      [...new Set(told.match(pattern))].map((value) => [kind, value]),
    ),
    ...(isMirror ? [] : [...people()].map((value) => ['person', value])),
    ...[...devices()].map((value) => ['device', value]),
  ].filter(([, value = '']) => value.length > 4 && told.includes(value));
  for (const [kind = ''] of planted) found.add(kind);
  // Reports tell of numbers and mailboxes alone.
  if (SOURCE_TYPES[type]?.kind !== 'report') expect(planted.length).toBeGreaterThan(10);
  expect(planted.filter(([, value = '']) => stored.includes(value.toLowerCase()))).toEqual([]);
});

it('all that it looks for was there to be found', () => {
  expect([...found].sort()).toEqual([...Object.keys(LOOKS), 'person', 'device'].sort());
});
