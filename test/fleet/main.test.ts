// What `npm run fleet` promises.
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { SOURCE_TYPE_NAMES } from '../../local/fleet/members.ts';
import { Reader } from '../contract/reader.ts';
import { FleetPrograms } from './program.ts';

const programs = new FleetPrograms();
afterAll(() => programs.close());

describe('npm run fleet', () => {
  it('starts the named systems alone, and prints the sources file that reads them over TLS, until SIGTERM, with 0', async () => {
    const fleet = programs.run('two', 'active-directory', 'intune');
    const { printed, written, sources } = await fleet.sources();
    expect(printed.trim()).toBe(written);
    expect(sources.map(({ type }) => type)).toEqual(['intune', 'active-directory']);
    const { root } = programs;
    for (const source of sources) {
      const reader = await Reader.open(root, join(root, `${source.type}.db`), source);
      const { receipt } = await reader.poll();
      await reader.close();
      expect([source.type, receipt.outcome, receipt.error]).toEqual([source.type, 'complete', null]);
      const read = Object.values(receipt.datasets).reduce((sum, dataset) => sum + dataset.inserted, 0);
      expect(read).toBeGreaterThan(20);
    }
    fleet.child.kill('SIGTERM');
    expect(await fleet.ended).toEqual([0, null]);
    expect(await fleet.errors).toMatch(/^20 people and 30 devices/m);
  });

  it('refuses a system that there is not, and names those that there are', async () => {
    const { ended, output, errors } = programs.run('none', 'graph');
    expect(await ended).toEqual([2, null]);
    expect(await output).toBe('');
    expect(await errors).toMatch(`There is no system graph; there are ${SOURCE_TYPE_NAMES.join(', ')}.`);
  });
});
