// What leaves a system in the middle of a poll, behind the list that told of it: the rest was read whole all the same.
import { describe, expect, it } from '@jest/globals';
import type { PollStep } from '../../lib/sources/contract.ts';
import { idsOf, proofOf, type RigOptions, rowsOf, scopesOf, settle, startRigOf, unprovenOf } from './polled.ts';

const SMALL: RigOptions = { users: 4, devices: 9, appsPerDevice: 2 };

/** Behind the first step that is as this one, once. */
function behind(isIt: (step: PollStep) => boolean, then: () => void): (step: PollStep) => void {
  let isOver = false;
  return (step) => {
    if (isOver || !isIt(step)) return;
    isOver = true;
    then();
  };
}
const listed = (step: PollStep): boolean => step.dataset === 'device' && 'rows' in step;

// Neurons asks no faster than its service allows: its own tests have the same.
it.each(['blackberry-uem', 'ivanti-epmm', 'workspace-one'] as const)(
  '%s is asked in vain for the apps of a device that has left: those of all others are known',
  async (type) => {
    const rig = await startRigOf(type, SMALL);
    const [device] = rig.estate.devicesOf(type);
    if (!device) throw new RangeError('no devices');
    try {
      const poll = settle(await rig.poll({ onStep: behind(listed, () => rig.estate.removeDevice(device.id)) }));
      expect(scopesOf(poll)).toHaveLength(idsOf(poll, 'device').length - 1);
      expect([proofOf(poll, 'device_app')?.rows, unprovenOf(poll, 'device_app')]).toEqual([
        rowsOf(poll, 'device_app').length,
        undefined,
      ]);
    } finally {
      await rig.close();
    }
  },
);

describe('a user of BlackBerry UEM who leaves', () => {
  it.each([
    ['before the devices are asked for', (step: PollStep) => step.dataset === 'device' && 'pass' in step, 'device'],
    ['before their apps are', listed, 'device_app'],
  ] as const)('%s has none: those of all others are known', async (_when, isIt, dataset) => {
    const rig = await startRigOf('blackberry-uem', SMALL);
    const { users } = rig.system;
    const leaver = users.accounts.find((account) => account.person && users.devicesOf(account).length > 0)?.person;
    if (!leaver) throw new RangeError('nobody has a device');
    try {
      const poll = settle(await rig.poll({ onStep: behind(isIt, () => rig.estate.removeUser(leaver.id)) }));
      expect([proofOf(poll, dataset)?.rows, unprovenOf(poll, dataset)]).toEqual([
        rowsOf(poll, dataset).length,
        undefined,
      ]);
    } finally {
      await rig.close();
    }
  });
});

describe('an app that Intune lists as detected, and whose devices it has none of then', () => {
  it.each([
    ['is on no device any more where it is not listed either', true],
    ['is not believed to be on none while it is listed', false],
  ] as const)('%s', async (_what, hasLeft) => {
    const rig = await startRigOf('intune', { ...SMALL, settings: { apps: 'relation' } });
    const { faults } = rig.system;
    faults.set({ fault: 'not-found', path: /detectedApps\/[^/]+\/managedDevices$/, count: 1 });
    if (hasLeft) faults.set({ fault: 'planted', path: /detectedApps$/, plant: { set: { id: 'other' } }, after: 1 });
    try {
      const poll = await rig.poll();
      expect([Object(poll.error).code, proofOf(poll, 'device_app')?.marker]).toEqual(
        hasLeft ? [undefined, 'no-next-link'] : ['http-404', undefined],
      );
      expect(scopesOf(poll)).toHaveLength(hasLeft ? idsOf(poll, 'device').length : 0);
    } finally {
      await rig.close();
    }
  });
});
