import { describe, expect, it } from '@jest/globals';
import { Collection } from '../../../lib/sources/collection.ts';
import { entities, entitiesFor, selectOf } from '../../../lib/sources/intune/parameters.ts';

describe('the tables of parameters', () => {
  it('never read a secret', () => {
    const declared = entities.flatMap((e) => e.parameters.map((p) => `${e.name} ${p.wire}`));
    expect(declared.join()).not.toMatch(/bypass|RecoveryKey|remoteAssistanceSessionUrl|vppToken token/i);
  });

  it('select each property once, and the whole of what they read a part of', () => {
    const switches = { profile: 'sensitive', include: [], exclude: [] } as const;
    const select = selectOf(new Collection(entitiesFor('report'), switches).entity('user')).split(',');
    expect(new Set(select).size).toBe(select.length);
    expect(select).toContain('onPremisesExtensionAttributes');
    expect(select.join()).not.toContain('.');
  });
});
