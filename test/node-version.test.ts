// A Node.js that is too old is told in one sentence, before anything of it fails.
import { describe, expect, it } from '@jest/globals';
import { requireNode } from '../lib/node-version.ts';

describe('Node.js', () => {
  it.each(['20.20.2', '22.14.0', '18.0.0'])('%s is refused, by its number and with what to do', (version) => {
    expect(() => requireNode(version)).toThrow(
      expect.objectContaining({
        code: 'node-version',
        message: `EMM Lens runs on Node.js 24 or newer; this is ${version}.`,
        hint: expect.stringContaining('4-node24'),
      }),
    );
  });

  it.each(['22.15.0', '24.0.0', '26.10.0', process.versions.node])('%s is taken', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });
});
