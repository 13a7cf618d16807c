import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { datasetNamed } from '../../../lib/catalog/index.ts';
import { entities, leftOut } from '../../../lib/sources/blackberry-uem/parameters.ts';
import { Unreadable } from '../../../lib/sources/map.ts';
import { type Entity, nameOf } from '../../../lib/sources/parameters.ts';
import { eventsOf, type Poll, type Rig, rowsOf, startRig } from './rig.ts';

const list = fileURLToPath(new URL('../../../../shared/parameters.csv', import.meta.url));
const maybe = existsSync(list) ? describe : describe.skip;

/** Records within records are entities of their own here: `licensing.licensedUsage` `id`. */
const plain = (entity: string, wire: string): string => `${entity}.${wire}`.replaceAll('[]', '');
const declared = new Set(entities.flatMap((e) => e.parameters.map((p) => plain(e.name, p.wire))));
const left = new Set(leftOut.map((l) => plain(l.entity, l.wire)));

maybe('the list of all properties', () => {
  it('is declared or left out, line by line, and never both', () => {
    const known = readFileSync(list, 'utf8')
      .split('\n')
      .map((line) => line.split(','))
      .flatMap(([source, entity = '', wire = '']) => (source === 'blackberry-uem' ? [plain(entity, wire)] : []));
    expect(known).toHaveLength(190);
    expect(known.filter((name) => !declared.has(name) && !left.has(name))).toEqual([]);
  });
});

describe('the tables of parameters', () => {
  it('neither read what they leave out nor give no reason', () => {
    expect([...declared].filter((name) => left.has(name))).toEqual([]);
    expect(leftOut.filter(({ reason }) => reason.length < 8)).toEqual([]);
  });

  it('never read a secret', () => {
    expect([...declared].join()).not.toMatch(/vppAccount\.token\b|password\b|links/i);
  });

  it('name fields that their dataset has', () => {
    for (const { name, dataset, parameters } of entities)
      for (const { field, wire } of parameters)
        if (field !== undefined)
          expect([name, wire, Object.hasOwn(datasetNamed(dataset).fields, field)]).toEqual([name, wire, true]);
  });

  it('read in the core profile only what a field of the catalogue stands for', () => {
    const core = entities.flatMap(({ parameters }) => parameters.filter((p) => !p.field && p.profile === 'core'));
    expect(core).toEqual([]);
  });

  it('give each attribute of a row a name of its own', () => {
    for (const names of [['userDevice', 'device'], ['user'], ['userDeviceApplication']]) {
      const attributes = entities
        .filter(({ name }) => names.includes(name))
        .flatMap(({ parameters }) => parameters.flatMap((p) => (p.field ? [] : [nameOf(p)])));
      expect(new Set(attributes).size).toBe(attributes.length);
    }
  });
});

describe('a simulated tenant', () => {
  let rig: Rig;
  let poll: Poll;
  beforeAll(async () => {
    rig = await startRig({ users: 40, devices: 120, appsPerDevice: 4 });
    const settings = { profile: 'sensitive', phoneNumbers: 'full', location: true, roaming: true, pageSize: 100 };
    poll = await rig.poll({ settings });
  });
  afterAll(() => rig.close());

  const rows = (dataset: Entity['dataset']) =>
    dataset === 'location' || dataset === 'data_usage' ? eventsOf(poll) : rowsOf(poll, dataset);

  it('has a value for every parameter, on some record', () => {
    expect(poll.error).toBeNull();
    const never = entities.flatMap(({ name, dataset, parameters }) => {
      const all = rows(dataset);
      return parameters
        .filter((p) => all.every((row) => ((p.field ? row[p.field] : row.attributes?.[nameOf(p)]) ?? null) === null))
        .map(({ wire }) => plain(name, wire));
    });
    expect(never).toEqual([]);
  });

  it('sends nothing that the tables cannot read', () => {
    const unreadable = entities.flatMap(({ dataset }) =>
      rows(dataset).flatMap((row) =>
        Object.entries({ ...row, ...row.attributes }).flatMap(([name, value]) =>
          value instanceof Unreadable ? [`${dataset}.${name}`] : [],
        ),
      ),
    );
    expect([...new Set(unreadable)]).toEqual([]);
  });
});
