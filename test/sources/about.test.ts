// Answers that belong to another request, at each request of a connector whose answer says whom it is about.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LensError } from '../../lib/errors.ts';
import { expectAbout, soleOf } from '../../lib/sources/about.ts';
import type { Estate } from '../../local/fleet/estate/estate.ts';
import { inEntra } from '../../local/fleet/estate/person.ts';
import type { FaultRule } from '../../local/fleet/http/faults.ts';
import type { HttpSystem } from '../../local/fleet/http/server.ts';
import { uuidOf } from '../../local/fleet/ivanti-epmm/answer.ts';
import { deviceNumber, deviceUuid, userUuid } from '../../local/fleet/workspace-one/ids.ts';
import { type Poll, type Rig, rowsOf, startRigOf } from './polled.ts';
import type { Settings } from './source-of.ts';

const ALL: Settings = { profile: 'sensitive', phoneNumbers: 'full', location: true, roaming: true };
const codeOf = ({ error }: Poll): string | null =>
  error === null ? null : error instanceof LensError ? error.code : 'internal';

/** Two of a list; those that a wrong answer is taken of. */
const ends = (all: readonly string[]): readonly [string, string] => [all[0] ?? '', all.at(-1) ?? ''];

describe('ids', () => {
  it.each<[asked: string, named: unknown]>([
    ['a1b2', 'A1B2'],
    ['12345', 12345],
    ['12345', undefined],
    ['12345', null],
    ['12345', { Value: 1 }],
  ])('%s may be answered with %p', (asked, named) =>
    expect(() => expectAbout('A product', asked, named)).not.toThrow(),
  );

  it.each<[asked: string, named: unknown]>([
    ['a1b2', 'a1b3'],
    ['12345', 12346],
    ['12345', ''],
  ])('%s is not answered with %p', (asked, named) =>
    expect(() => expectAbout('A product', asked, named)).toThrow(/^A product gave the answer to another request\.$/),
  );

  it('of one record do not stand for several', () => {
    expect([soleOf('A product', []), soleOf('A product', [1])]).toEqual([undefined, 1]);
    expect(() => soleOf('A product', [1, 2])).toThrow(/another request/);
  });
});

interface Case {
  readonly name: string;
  /** `other-answer` where absent. */
  readonly code?: string;
  readonly rule: (estate: Estate) => FaultRule;
  readonly settings?: Settings;
}

function describeCases<S extends HttpSystem>(
  type: string,
  start: () => Promise<Rig<S>>,
  cases: readonly Case[],
  prepare: (rig: Rig<S>) => void = () => {},
): void {
  describe(type, () => {
    let rig: Rig<S>;
    /** What the same poll tells without a fault, by its settings. */
    const truths = new Map<Settings, Poll>();
    beforeAll(async () => {
      rig = await start();
      prepare(rig);
    });
    afterAll(() => rig.close());

    it.each(cases)('is not believed: $name', async ({ rule, settings = ALL, code = 'other-answer' }) => {
      const { estate, system, poll } = rig;
      const truth = truths.get(settings) ?? (await poll({ settings }));
      truths.set(settings, truth);
      expect(codeOf(truth)).toBeNull();
      system.faults.set(rule(estate));
      const told = await poll({ settings });
      expect(system.faults.count).toBeGreaterThan(0);
      system.faults.clear();
      expect(codeOf(told)).toBe(code);
      expect(JSON.stringify(told.error)).not.toMatch(/https?:/);
      // What was handed on before is as it is without the fault.
      for (const dataset of ['device', 'device_app'] as const) {
        const known = new Set(rowsOf(truth, dataset).map((row) => JSON.stringify(row)));
        expect(rowsOf(told, dataset).filter((row) => !known.has(JSON.stringify(row)))).toEqual([]);
      }
    });
  });
}

const size = { users: 8, devices: 14, appsPerDevice: 3 };
const CORE: Settings = {};
const SMALL_PAGES: Settings = { ...ALL, apps: false, pageSize: 5 };

const graphDevices = ({ devices }: Estate) => ends(devices.map(({ id }) => id));
const graph =
  (path: RegExp): Case['rule'] =>
  (estate) => ({ fault: 'exchanged', path, pair: graphDevices(estate) });
describeCases('intune', () => startRigOf('intune', size), [
  { name: 'two devices are exchanged', rule: graph(/\/managedDevices\/[^/]+$/) },
  { name: 'the states of two devices are exchanged', rule: graph(/\/deviceCompliancePolicyStates$/) },
  {
    name: 'the protection of two devices is exchanged',
    rule: (estate) => {
      const windows = estate.devices.filter(({ platform }) => platform === 'windows').map(({ id }) => id);
      return { fault: 'exchanged', path: /windowsProtectionState$/, pair: ends(windows) };
    },
  },
  {
    name: 'a device is answered with another thing than a record',
    code: 'wrong-shape',
    rule: () => ({ fault: 'wrong-shape', path: /\/managedDevices\/[^/]+$/ }),
  },
  {
    name: 'the states of a device are no list',
    code: 'wrong-shape',
    rule: () => ({ fault: 'wrong-shape', path: /\/deviceCompliancePolicyStates$/ }),
  },
  { name: 'a batch is answered as the one before', rule: () => ({ fault: 'one-behind', path: /^\/beta\/\$batch$/ }) },
  { name: 'each device is the first one', rule: () => ({ fault: 'first-for-all', path: /\/managedDevices\/[^/]+$/ }) },
  {
    name: 'the devices of an app are those of the first one',
    settings: { apps: 'relation' },
    rule: () => ({ fault: 'first-for-all', path: /\/detectedApps\/[^/]+\/managedDevices$/ }),
  },
  {
    name: 'the list of devices is that of users',
    settings: CORE,
    rule: () => ({ fault: 'first-for-all', path: /\/(users\/delta|managedDevices)$/ }),
  },
]);

const numbers = (estate: Estate) => ends(estate.devicesOf('workspace-one').map((one) => String(deviceNumber(one))));
const uuids = (estate: Estate) => ends(estate.devicesOf('workspace-one').map(deviceUuid));
const byNumber =
  (path: RegExp): Case['rule'] =>
  (estate) => ({ fault: 'exchanged', path, pair: numbers(estate) });
describeCases('workspace-one', () => startRigOf('workspace-one', { ...size, settings: { organizationGroupId: 570 } }), [
  { name: 'the apps of two devices are exchanged', settings: CORE, rule: byNumber(/\/devices\/\d+\/apps$/) },
  { name: 'the certificates of two devices are exchanged', rule: byNumber(/\/certificates$/) },
  { name: 'two devices of the wide search are exchanged', rule: byNumber(/extensivesearch$/) },
  {
    name: 'two records by UUID are exchanged',
    rule: (estate) => ({ fault: 'exchanged', path: /\/devices\/[0-9a-f-]{36}$/, pair: uuids(estate) }),
  },
  {
    name: 'two users are exchanged',
    rule: ({ people }) => ({
      fault: 'exchanged',
      path: /\/users\/[0-9a-f-]{36}$/,
      pair: ends(people.filter(inEntra).map(userUuid)),
    }),
  },
  {
    name: 'positions are of devices that were not asked for',
    rule: () => ({ fault: 'first-for-all', path: /gps\/search$/ }),
    settings: SMALL_PAGES,
  },
]);

describeCases('blackberry-uem', () => startRigOf('blackberry-uem', size), [
  {
    name: 'each user has the devices of the first one',
    rule: () => ({ fault: 'first-for-all', path: /\/userDevices$/ }),
  },
  { name: 'each answer is that for the user before', rule: () => ({ fault: 'one-behind', path: /\/userDevices$/ }) },
]);

const epmm = (estate: Estate) => ends(estate.devicesOf('ivanti-epmm').map(uuidOf));
describeCases('ivanti-epmm', () => startRigOf('ivanti-epmm', { ...size, devices: 30 }), [
  {
    name: 'two devices of bulk requests are exchanged',
    rule: (estate) => ({ fault: 'exchanged', path: /appinventory$/, pair: epmm(estate) }),
  },
  { name: 'each bulk is the first one', rule: () => ({ fault: 'first-for-all', path: /appinventory$/ }) },
]);
describeCases(
  'ivanti-epmm, where parts of an answer have no names',
  () => startRigOf('ivanti-epmm', { ...size, devices: 30 }),
  [
    {
      name: 'a single device is answered with several',
      rule: () => ({ fault: 'first-for-all', path: /appinventory$/ }),
    },
  ],
  ({ system }) => {
    system.apps.named = false;
  },
);

describeCases('ivanti-neurons', () => startRigOf('ivanti-neurons', size), [
  {
    name: 'two device spaces are exchanged',
    settings: SMALL_PAGES,
    rule: () => ({ fault: 'exchanged', path: /\/v1\/device$/, pair: ['33533', '41207'] }),
  },
]);
