// The tables of parameters of all connectors: against the list of everything that the products document, and against
// the catalogue. The list stands beside the project; where it is absent its tests count as skipped.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PhonePolicy } from '../../lib/numbers/policy.ts';
import { Collection } from '../../lib/sources/collection.ts';
import { type Entity, nameOf, type Parameter } from '../../lib/sources/parameters.ts';
import type { ConnectorDeclaration } from '../../lib/sources/registry.ts';
import { SOURCE_TYPES } from '../../lib/sources/registry.ts';
import { connectorOf } from './source-of.ts';

const list = fileURLToPath(new URL('../../../shared/parameters.csv', import.meta.url));
const documented = existsSync(list) ? it : it.skip;

/** Sources of the list, by the connector that covers them. */
const COVERS: Readonly<Record<string, readonly string[]>> = {
  intune: ['intune', 'intune-beta', 'intune-reports', 'entra'],
  'active-directory': ['active-directory', 'openldap'],
  'blackberry-uem': ['blackberry-uem'],
  'ivanti-epmm': ['ivanti-epmm'],
  'ivanti-neurons': ['ivanti-neurons'],
  'workspace-one': ['workspace-one'],
};

/** Records of the list that are read as a part of others. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  operational: 'inetOrgPerson',
  ntdsDsa: 'rootDSE',
  'device common.location': 'deviceLocation',
  'device common.location_last_captured_at': 'deviceLocation',
};

/** Rows of these are made of several records. */
const OF_SEVERAL: readonly string[] = ['device', 'emm_user'];

type Line = readonly [entity: string, property: string];

/** Lines of the list: what the vendor calls the record, and the path of the property. */
const linesOf = (sources: readonly string[]): readonly Line[] =>
  readFileSync(list, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(([source = '']) => sources.includes(source))
    .map(([, entity = '', property = '']) => [entity, property]);

/** The list writes the path of a property of listed records without the brackets. */
const plain = (entity: string, wire: string): string => `${entity}.${wire.replaceAll('[]', '')}.`;

/** Its record may stand within another one there, and a part of it may be read. */
const isOf = ([entity, property]: Line, name: string): boolean => {
  const read = ELSEWHERE[`${entity} ${property}`] ?? ELSEWHERE[entity] ?? entity;
  return name.startsWith(`${read}.`) && name.slice(read.length).includes(`.${property}.`);
};

describe.each(Object.keys(SOURCE_TYPES))('the parameters of %s', (product) => {
  let declaration: ConnectorDeclaration;
  let declared: readonly (readonly [Entity, Parameter])[] = [];
  const told = ([entity, { wire }]: readonly [Entity, Parameter]): string => `${entity.name} ${wire}`;
  const wrong = (isWrong: (parameter: Parameter, entity: Entity) => boolean): readonly string[] =>
    declared.filter(([entity, parameter]) => isWrong(parameter, entity)).map(told);

  beforeAll(async () => {
    const type = SOURCE_TYPES[product];
    if (!type) throw new RangeError(product);
    declaration = await type.describe();
    declared = declaration.entities.flatMap((entity) =>
      entity.parameters.map((parameter): [Entity, Parameter] => [entity, parameter]),
    );
  });

  (COVERS[product] ? documented : it.skip)('are all that are documented, but for those that are left out', () => {
    const known = [
      ...declared.flatMap(([{ name }, p]) => [plain(name, p.wire), plain(name, nameOf(p))]),
      ...declaration.leftOut.map(({ entity, wire }) => plain(entity, wire)),
    ];
    const all = linesOf(COVERS[product] ?? []);
    expect(all.length).toBeGreaterThan(40);
    const left = new Set(declaration.leftOut.map(({ entity, wire }) => `${entity} ${wire}`));
    const missing = all.filter((line) => !left.has(line.join(' ')) && !known.some((name) => isOf(line, name)));
    expect(missing.map((line) => line.join(' '))).toEqual([]);
  });

  it('are declared or left out, never both, and left out with a reason', () => {
    const left = new Set(declaration.leftOut.map(({ entity, wire }) => plain(entity, wire)));
    expect(wrong(({ wire }, entity) => left.has(plain(entity.name, wire)))).toEqual([]);
    expect(declaration.leftOut.filter(({ reason }) => reason.length < 8)).toEqual([]);
  });

  it('are in the core only where a field of the catalogue stands for them', () => {
    expect(wrong(({ field, profile }) => field === undefined && profile === 'core')).toEqual([]);
  });

  it('say where somebody is, or what somebody wrote, only if that is asked for', () => {
    const delicate = new Set(['location', 'content', 'metadata']);
    // A mapping asks for each field that it names, and reads no other.
    const isMapped = product === 'log';
    const asked = (p: Parameter): boolean => isMapped || p.switch !== undefined || p.profile === 'sensitive';
    expect(wrong((p) => delicate.has(p.class) && !asked(p))).toEqual([]);
  });

  it('say of every number of a phone or a SIM that it is one', () => {
    const sounds = {
      phone:
        /(?<!i)phone(?!tic)|mobile(?!device|threat|mailbox)|telephone|fax|facsimile|pager|msisdn|(station|line)id|callback/i,
      subscriber: /imsi|iccid|sim_?card|card_?id|esim(?!m)|(^|[^a-z])eid/i,
    };
    const isText = ({ type, class: own }: Parameter) => /^strings?$/.test(type) && /^(contact|identifier)$/.test(own);
    const last = (p: Parameter): string => nameOf(p).split('.').at(-1) ?? '';
    expect(wrong((p) => isText(p) && sounds.phone.test(last(p)) && p.minimise !== 'phone')).toEqual([]);
    expect(wrong((p) => isText(p) && sounds.subscriber.test(last(p)) && p.minimise !== 'subscriber')).toEqual([]);
  });

  it('are not asked for where they are numbers, and numbers are off', () => {
    const lists = { profile: 'core', include: declared.map(([, p]) => nameOf(p)), exclude: [] } as const;
    const askedFor = (phoneNumbers: PhonePolicy): readonly string[] =>
      new Collection(declaration.entities, { ...lists, phoneNumbers }).entities.flatMap((entity) =>
        entity.parameters.filter((p) => p.minimise).map((p) => told([entity, p])),
      );
    expect(askedFor('masked')).toEqual(declared.filter(([, p]) => p.minimise).map(told));
    expect(askedFor('masked').length > 0 || !/^(emm|directory)$/.test(SOURCE_TYPES[product]?.kind ?? '')).toBe(true);
    // The network of a SIM is made of it.
    expect(askedFor('off').filter((name) => !/ (common\.)?imsi$/.test(name))).toEqual([]);
  });

  it('have a name of their own in a row', () => {
    const attributes = declared.filter(([, { field }]) => field === undefined);
    const rowOf = ({ dataset, name }: Entity): string => (OF_SEVERAL.includes(dataset) ? dataset : name);
    const by = Map.groupBy(attributes, ([entity, parameter]) => `${rowOf(entity)} ${nameOf(parameter)}`);
    expect([...by].filter(([, same]) => same.length > 1).map(([name]) => name)).toEqual([]);
  });
});

documented('all products together declare more than 1,500 properties', async () => {
  const all = await Promise.all(Object.values(SOURCE_TYPES).map((type) => type.describe()));
  const properties = all.flatMap(({ entities }, product) =>
    entities.flatMap(({ name, parameters }) => parameters.map(({ wire }) => `${product} ${name} ${wire}`)),
  );
  expect(new Set(properties).size).toBeGreaterThan(1_500);
});

it('a name in exclude that is of keys alone is told, since it would be read all the same', async () => {
  const exclude = ['DeviceID', 'Guid', 'DeviceModel', 'misspelt'];
  const { unknownNames } = await connectorOf('exchange-exports', {
    purpose: 'Finds full mailboxes.',
    paths: ['/exports'],
    exclude,
  });
  expect(unknownNames).toEqual(['DeviceID', 'Guid', 'misspelt']);
});
