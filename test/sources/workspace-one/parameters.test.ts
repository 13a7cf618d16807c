import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { type Entity, nameOf } from '../../../lib/sources/parameters.ts';
import { declaration } from '../../../lib/sources/workspace-one/parameters.ts';
import { collectionOf } from '../source-of.ts';

const { entities } = declaration;
type Dataset = Entity['dataset'];

const list = fileURLToPath(new URL('../../../../shared/parameters.csv', import.meta.url));
const maybe = existsSync(list) ? describe : describe.skip;

/** A property, or a part of one that is an object or a list; its record may stand within another. */
function isDeclared(entity: string, property: string): boolean {
  const parameters = entities.find(({ name }) => name === entity)?.parameters ?? [];
  return parameters
    .flatMap((p) => [p.wire, nameOf(p)])
    .some((wire) => [`.${wire}.`, `.${wire}[`].some((w) => w.replaceAll('[]', '').includes(`.${property}.`)));
}

maybe('the list of all properties', () => {
  it('is declared for the most part', () => {
    const known = readFileSync(list, 'utf8')
      .split('\n')
      .map((line) => line.split(','))
      .flatMap(([source, entity = '', wire = '']) => (source === 'workspace-one' ? [{ entity, wire }] : []));
    expect(known.length).toBe(544);
    expect(known.filter(({ entity, wire }) => isDeclared(entity, wire)).length).toBeGreaterThanOrEqual(430);
  });
});

describe('the tables of parameters', () => {
  it('never read a secret, or an account of somebody else', () => {
    const names = entities.flatMap((e) => e.parameters.map((p) => `${e.name} ${p.wire}`));
    expect(names.filter((name) => /UnlockPin|Password|AdminAccount|managedAppleId|adminUser/.test(name))).toEqual([]);
    expect(names.filter((name) => /RecoveryKey/.test(name)).sort()).toEqual([
      'security HasInstitutionalRecoveryKey',
      'security HasPersonalRecoveryKey',
    ]);
  });
});

describe('what is collected', () => {
  const least = {
    url: 'https://as1.awmdm.example',
    tenantCode: 'env:T',
    username: 'u',
    password: 'env:X',
  };
  const collected = (change: object) => collectionOf('workspace-one', { ...least, ...change });
  const names = async (change: object, dataset: Dataset = 'device') => [
    ...(await collected(change)).collectedOf(dataset).keys(),
  ];

  it('says where devices are only as far as the switches do', async () => {
    const places = async (change: object) =>
      (await names({ profile: 'extended', ...change })).filter((name) =>
        /current|roaming$|IsRoaming|RoamingStatus/i.test(name),
      );
    expect(await places({})).toEqual([]);
    expect(await places({ roaming: true })).toEqual(
      expect.arrayContaining(['current_network', 'current_operator', 'current_country', 'roaming']),
    );
    expect(await names({ roaming: true, profile: 'sensitive' }, 'location')).toEqual([]);
    expect(await names({ location: true }, 'location')).toContain('latitude');
  });

  it('has mobile data in the sensitive profile alone, and calls and messages of a day where that is switched on', async () => {
    expect(await names({ profile: 'extended' }, 'data_usage')).toEqual([]);
    expect((await names({ profile: 'sensitive' }, 'data_usage')).sort()).toEqual([
      'day',
      'device_external_id',
      'home_bytes',
      'roaming_bytes',
    ]);
    const calls = ['incoming_messages', 'incoming_voice', 'outgoing_messages', 'outgoing_voice'];
    const counted = async (change: object) => [...new Set(await names(change, 'data_usage'))].sort();
    expect(await counted({ telephony: true })).toEqual(['day', 'device_external_id', ...calls]);
    expect(await counted({ telephony: true, profile: 'sensitive' })).toEqual(
      ['day', 'device_external_id', 'home_bytes', 'roaming_bytes', ...calls].sort(),
    );
  });

  it('has no apps where they are off', async () => {
    expect(await names({}, 'device_app')).toContain('app_id');
    expect(await names({ apps: false }, 'device_app')).toEqual([]);
  });
});
