// A company that lives by a clock loses in no day more than collectors believe without asking: whatever its seed and size.
import { describe, expect, it } from '@jest/globals';
import { isBeyondBound } from '../../lib/mirror/bound.ts';
import { appsOf, type Device } from '../../local/fleet/estate/device.ts';
import { Estate } from '../../local/fleet/estate/estate.ts';
import { liveOneTick } from '../../local/fleet/estate/life.ts';
import { isOnline } from '../../local/fleet/estate/mailbox.ts';
import { startFleetOf } from '../../local/fleet/index.ts';
import { partnershipOf } from '../../local/fleet/logs/exchange-requests.ts';
import { managesDevices, SOURCE_TYPE_NAMES } from '../../local/fleet/members.ts';

const TICKS_A_DAY = 4_320;
const LOOKS_A_DAY = 24;
const types = SOURCE_TYPE_NAMES.filter(managesDevices);

/** What each source tells, as keys: who reads it every hour sees what is gone. */
function listsOf(estate: Estate): ReadonlyMap<string, ReadonlySet<string>> {
  const people = estate.people.flatMap((person) => person ?? []);
  const inMail = (device: Device): boolean => {
    const partnership = partnershipOf(estate, device);
    return partnership !== null && !isOnline(partnership.owner);
  };
  const lists: [string, readonly string[]][] = [
    ['people', people.map(({ id }) => id)],
    ['mailboxes online', people.filter(isOnline).map(({ id }) => id)],
    ['mailboxes here', people.filter((person) => !isOnline(person)).map(({ id }) => id)],
    ['mail devices', estate.devices.filter(inMail).map(({ id, ownerNumber }) => `${id} ${ownerNumber}`)],
    ...types.flatMap((type): [string, readonly string[]][] => {
      const devices = estate.devicesOf(type);
      const apps = devices.flatMap((device) => appsOf(device).map(({ id }) => `${device.id} ${id}`));
      return [
        [`devices of ${type}`, devices.map(({ id }) => id)],
        [`apps of ${type}`, apps],
      ];
    }),
  ];
  return new Map(lists.map(([name, keys]) => [name, new Set(keys)]));
}

describe('a company that lives by a clock', () => {
  it('is one whose fleet ticks by itself', async () => {
    const fleet = await startFleetOf([], { users: 1, devices: 1, seed: 1, tickIntervalMs: 20_000 });
    await fleet.close();
    expect(fleet.estate.options.ticksADay).toBe(TICKS_A_DAY);
  });

  it.each([
    [1, 120, 150],
    [2, 120, 150],
    [3, 60, 5],
    [4, 3, 2],
    [5, 1_000, 1_500],
    [6, 400, 300],
  ])(
    'loses little in a day, and not all of what is little (seed %i, %i people, %i devices)',
    (seed, users, devices) => {
      const epoch = Date.UTC(2026, 10, 24);
      const estate = new Estate({
        users,
        devices,
        appsPerDevice: 20,
        seed,
        epoch,
        types,
        stepMs: 20_000,
        ticksADay: TICKS_A_DAY,
      });
      let before = listsOf(estate);
      const first = before;
      const gone = new Map<string, number>();
      for (let look = 0; look < LOOKS_A_DAY; look += 1) {
        for (let tick = 0; tick < TICKS_A_DAY / LOOKS_A_DAY; tick += 1) liveOneTick(estate);
        const now = listsOf(estate);
        for (const [name, keys] of before) {
          const left = [...keys].filter((key) => !now.get(name)?.has(key)).length;
          gone.set(name, (gone.get(name) ?? 0) + left);
        }
        before = now;
      }
      const refused = [...gone].filter(([name, n]) => {
        const size = first.get(name)?.size ?? 0;
        return isBeyondBound(n, size) || (size > 0 && n >= size);
      });
      expect(refused).toEqual([]);
      // And yet it lives.
      if (users >= 100) expect(gone.get('people')).toBeGreaterThan(0);
      if (devices >= 100) expect([...gone].some(([name, n]) => name.startsWith('devices') && n > 0)).toBe(true);
      expect([...gone].some(([name, n]) => name.startsWith('apps') && n > 0)).toBe(true);
    },
  );
});
