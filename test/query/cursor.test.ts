import { beforeAll, describe, expect, it } from '@jest/globals';
import { openCursor, sealCursor } from '../../lib/query/cursor.ts';
import { SecretReference } from '../../lib/secrets.ts';

describe('a cursor', () => {
  const key = new SecretReference('env:TEST_CURSOR_KEY');
  const other = new SecretReference('env:TEST_CURSOR_KEY_OTHER');
  const position = { value: 'ännchen groß', identity: [42] };

  beforeAll(() => {
    process.env.TEST_CURSOR_KEY = 'one key';
    process.env.TEST_CURSOR_KEY_OTHER = 'another key';
  });

  it.each([
    position,
    { value: null, identity: [1] },
    { value: 1_793_500_000_123, identity: [2] },
    { value: false, identity: [3] },
    { value: 5, identity: [5, 'log', '0aff'] },
  ])('comes back as it was', (p) => {
    expect(openCursor(key, 'devices', sealCursor(key, 'devices', p))).toEqual(p);
  });

  it('does not show the name that it holds', () => {
    const bytes = Buffer.from(sealCursor(key, 'devices', position), 'base64url').toString('latin1');
    expect(bytes).not.toContain('nnchen');
  });

  it('is the same for the same position, and quite another for the next one', () => {
    expect(sealCursor(key, 'devices', position)).toBe(sealCursor(key, 'devices', position));
    expect(sealCursor(key, 'devices', position).slice(0, 16)).not.toBe(
      sealCursor(key, 'devices', { ...position, identity: [43] }).slice(0, 16),
    );
  });

  it('opens for no other query and under no other key', () => {
    const cursor = sealCursor(key, 'devices', position);
    expect(openCursor(key, 'users', cursor)).toBeNull();
    expect(openCursor(other, 'devices', cursor)).toBeNull();
  });

  it('is refused with any byte changed, cut or made up', () => {
    const bytes = Buffer.from(sealCursor(key, 'devices', position), 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const forged = Buffer.from(bytes);
      forged[i] = (forged[i] ?? 0) ^ 1;
      expect(openCursor(key, 'devices', forged.toString('base64url'))).toBeNull();
      expect(openCursor(key, 'devices', bytes.subarray(0, i).toString('base64url'))).toBeNull();
    }
  });
});
