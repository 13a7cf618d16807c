import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { nameOf } from '../../../lib/sources/parameters.ts';
import { workspaceOneConfig } from '../../../lib/sources/workspace-one/config.ts';
import { workspaceOne } from '../../../lib/sources/workspace-one/index.ts';
import { entities } from '../../../lib/sources/workspace-one/parameters.ts';

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
    name: 'ws1',
    type: 'workspace-one',
    url: 'https://as1.awmdm.example',
    tenantCode: 'env:T',
    username: 'u',
    password: 'env:X',
  };
  const collected = (change: object) =>
    workspaceOne.create(workspaceOneConfig.parse({ ...least, ...change })).collection;
  const names = (change: object) => [...collected(change).collectedOf('device').keys()];

  it('never holds a number of a line or a SIM that nothing masks', () => {
    const numbers = /ServiceSubscription\[\]\.(PhoneNumber|CardID|Eid)|SimCardId/;
    expect(names({ profile: 'sensitive' }).filter((name) => numbers.test(name))).toEqual([]);
    const full = names({ profile: 'sensitive', phoneNumbers: 'full' });
    expect(full.filter((name) => numbers.test(name))).toHaveLength(4);
    expect(names({ profile: 'sensitive', phoneNumbers: 'off' })).not.toContain('phone_number');
    expect([...collected({ phoneNumbers: 'off' }).collectedOf('emm_user').keys()]).not.toContain('phone_number');
    expect(names({})).toContain('phone_number');
  });

  it('says where devices are only as far as the switches do', () => {
    const places = (change: object) =>
      names({ profile: 'extended', ...change }).filter((name) =>
        /current|roaming$|IsRoaming|RoamingStatus/i.test(name),
      );
    expect(places({})).toEqual([]);
    expect(places({ roaming: true })).toEqual(
      expect.arrayContaining(['current_network', 'current_operator', 'current_country', 'roaming']),
    );
    expect(collected({ roaming: true, profile: 'sensitive' }).collectedOf('location').size).toBe(0);
    expect([...collected({ location: true }).collectedOf('location').keys()]).toContain('latitude');
  });

  it('has mobile data in the sensitive profile alone, and no calls or messages in any', () => {
    expect(collected({ profile: 'extended' }).collectedOf('data_usage').size).toBe(0);
    expect([...collected({ profile: 'sensitive' }).collectedOf('data_usage').keys()].sort()).toEqual([
      'day',
      'device_external_id',
      'home_bytes',
      'roaming_bytes',
    ]);
  });

  it('has no apps where they are off', () => {
    expect([...collected({}).collectedOf('device_app').keys()]).toContain('app_id');
    expect(collected({ apps: false }).collectedOf('device_app').size).toBe(0);
  });
});
