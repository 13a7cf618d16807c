import { describe, expect, it } from '@jest/globals';
import { declaration, selectOf } from '../../../lib/sources/intune/parameters.ts';
import { collectionOf } from '../source-of.ts';

describe('the tables of parameters', () => {
  it('never read a secret', () => {
    const declared = declaration.entities.flatMap((e) => e.parameters.map((p) => `${e.name} ${p.wire}`));
    expect(declared.join()).not.toMatch(/bypass|RecoveryKey|remoteAssistanceSessionUrl|vppToken token/i);
  });

  it('select each property once, and the whole of what they read a part of', async () => {
    const settings = { tenantId: 'contoso.example', clientId: 'app', clientSecret: 'env:SECRET' };
    const collection = await collectionOf('intune', { ...settings, profile: 'sensitive' });
    const select = selectOf(collection.entity('user')).split(',');
    expect(new Set(select).size).toBe(select.length);
    expect(select).toContain('onPremisesExtensionAttributes');
    expect(select.join()).not.toContain('.');
  });
});
