import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { catalog } from '../../../lib/catalog/index.ts';
import { Collection } from '../../../lib/sources/collection.ts';
import { entities, entitiesFor, leftOut, selectOf } from '../../../lib/sources/intune/parameters.ts';

const list = fileURLToPath(new URL('../../../../shared/parameters.csv', import.meta.url));
const maybe = existsSync(list) ? describe : describe.skip;

const COVERED: Readonly<Record<string, readonly string[]>> = {
  intune: [
    'managedDevice',
    'detectedApp',
    'applePushNotificationCertificate',
    'vppToken',
    'exchangeConnector',
    'mobileThreatDefenseConnector',
    'complianceManagementPartner',
    'deviceManagement',
  ],
  'intune-beta': ['depOnboardingSetting'],
  entra: ['user'],
};

const declared = new Set(entities.flatMap((e) => e.parameters.map((p) => `${e.name} ${p.wire}`)));
const left = new Set(leftOut.map((l) => `${l.entity} ${l.wire}`));

maybe('the list of all properties', () => {
  it('is declared or left out, line by line, and never both', () => {
    const rows = readFileSync(list, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const known = rows.flatMap(([source = '', entity = '', wire = '']) =>
      COVERED[source]?.includes(entity) ? [`${entity} ${wire}`] : [],
    );
    expect(known.length).toBeGreaterThan(220);
    expect(known.filter((k) => !declared.has(k) && !left.has(k))).toEqual([]);
  });
});

describe('the tables of parameters', () => {
  it('neither read what they leave out nor give no reason', () => {
    expect([...declared].filter((d) => left.has(d))).toEqual([]);
    expect(leftOut.filter((l) => l.reason.length < 8)).toEqual([]);
  });

  it('never read a secret', () => {
    expect([...declared].join()).not.toMatch(/bypass|RecoveryKey|remoteAssistanceSessionUrl|vppToken token/i);
  });

  it('name fields that their dataset has, in its own class', () => {
    for (const entity of entities)
      for (const p of entity.parameters) {
        if (p.field === undefined) continue;
        const field = Object.entries(catalog[entity.dataset].fields).find(([name]) => name === p.field)?.[1];
        expect([entity.name, p.wire, field?.kind]).toEqual([entity.name, p.wire, expect.any(String)]);
      }
  });

  it('read in the core profile only what a field of the catalogue stands for', () => {
    const attributes = entities.flatMap((e) =>
      e.parameters.filter((p) => p.field === undefined && p.profile === 'core'),
    );
    expect(attributes).toEqual([]);
  });

  it('select each property once, and the whole of what they read a part of', () => {
    const switches = { profile: 'sensitive', include: [], exclude: [] } as const;
    const select = selectOf(new Collection(entitiesFor('report'), switches).entity('user')).split(',');
    expect(new Set(select).size).toBe(select.length);
    expect(select).toContain('onPremisesExtensionAttributes');
    expect(select.join()).not.toContain('.');
  });
});
