import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declaration } from '../../../lib/sources/blackberry-uem/parameters.ts';
import { Unreadable } from '../../../lib/sources/map.ts';
import { type Entity, nameOf } from '../../../lib/sources/parameters.ts';
import { type Poll, rowsOf } from '../polled.ts';
import { type Rig, startRig } from './rig.ts';

const { entities } = declaration;

describe('the tables of parameters', () => {
  it('never read a secret, nor the addresses of other records', () => {
    const declared = entities.flatMap((e) => e.parameters.map((p) => `${e.name}.${p.wire}`));
    expect(declared.join()).not.toMatch(/vppAccount\.token\b|password\b|links/i);
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

  const rows = (dataset: Entity['dataset']) => rowsOf(poll, dataset);

  it('has a value for every parameter, on some record', () => {
    expect(poll.error).toBeNull();
    const never = entities.flatMap(({ name, dataset, parameters }) => {
      const all = rows(dataset);
      return parameters
        .filter((p) => all.every((row) => ((p.field ? row[p.field] : row.attributes?.[nameOf(p)]) ?? null) === null))
        .map(({ wire }) => `${name}.${wire}`);
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
