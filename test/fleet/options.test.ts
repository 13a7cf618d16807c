import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SOURCE_TYPE_NAMES } from '../../local/fleet/members.ts';
import { runOptions } from '../../local/fleet/options.ts';

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  for (const channel of ['log', 'error'] as const)
    jest.spyOn(console, channel).mockImplementation((text: string) => void said.push(text));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

describe('options of npm run fleet', () => {
  it('are all systems and the company of npm start, on free ports, where nothing is said', () => {
    expect(runOptions([])).toMatchObject({
      types: SOURCE_TYPE_NAMES,
      folder: '.data/fleet',
      fleet: { users: 1000, devices: 1500, appsPerDevice: 40, seed: 1, tick: 0 },
    });
    expect(runOptions([])?.fleet.nextPort?.()).toBe(0);
  });

  it('share the devices among the systems that are named, and give them one port after the other', () => {
    const options = runOptions(['active-directory', 'workspace-one', 'intune', '--port', '8443']);
    expect(options?.types).toEqual(['intune', 'workspace-one', 'active-directory']);
    expect(options?.fleet.types).toEqual(['intune', 'workspace-one']);
    expect([options?.fleet.nextPort?.(), options?.fleet.nextPort?.()]).toEqual([8443, 8444]);
  });

  it.each([
    [['graph', 'intune', 'ldap'], 'There is no system graph, ldap; there are intune, '],
    [['--users', 'many'], '--users wants a number'],
    [['--seed', '1.5'], '--seed wants a number'],
    [['--port', '65536'], '--port wants a number up to 65535'],
  ])('%j are refused with what is wrong and what there is', (args, why) => {
    expect(runOptions(args)).toBeNull();
    expect(process.exitCode).toBe(2);
    expect(said).toEqual([expect.stringContaining(why)]);
    expect(said[0]).toContain(`the systems to start (all): ${SOURCE_TYPE_NAMES.join(', ')}`);
  });

  it('are told where help is asked for, which is no mistake', () => {
    expect(runOptions(['--help'])).toBeNull();
    expect(process.exitCode).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(/^npm run fleet -- \[types\] \[options\]/)]);
  });
});
