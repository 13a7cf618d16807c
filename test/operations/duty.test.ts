import { expect, it } from '@jest/globals';
import { licenseTick } from '../../lib/operations/duties.ts';
import { makeDue, markDone, takeIfDue } from '../../lib/operations/duty.ts';
import { readStoredValue, writeStoredValue } from '../../lib/store/stored-values.ts';
import { onEachEngine } from '../store/stores.ts';

const DAY = 86_400_000;

it('a run of a duty has an id of its own, which its lines end with', async () => {
  const lines: string[] = [];
  const say = (line: unknown) => void lines.push(String(line));
  // Without settings it says what is missing.
  await licenseTick({ invocationId: '9ad1c2f4', debug: say, info: say, warn: say, error: say });
  expect(lines).toEqual([expect.stringMatching(/^license-check failed \(settings\).+ run=[0-9a-f]{8}$/s)]);
});

onEachEngine((open) => {
  it('a duty is taken by one of several collectors', async () => {
    const { store } = open();
    const taken = await Promise.all(Array.from({ length: 5 }, () => takeIfDue(store, 'shared', DAY)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await takeIfDue(store, 'shared', DAY)).toBe(false);
  });

  it('a duty that is overdue is taken by one of several collectors', async () => {
    const { store } = open();
    await takeIfDue(store, 'overdue', DAY);
    await store.write(({ db }) =>
      db
        .updateTable('setting')
        .set({ changed_at: new Date(Date.now() - 2 * DAY) })
        .where('name', '=', 'duty:overdue')
        .execute(),
    );
    const taken = await Promise.all(Array.from({ length: 5 }, () => takeIfDue(store, 'overdue', DAY)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('a duty that a clock has done that ran ahead is due', async () => {
    const { store } = open();
    await takeIfDue(store, 'ahead', DAY);
    await store.write(({ db }) =>
      db
        .updateTable('setting')
        .set({ changed_at: new Date(Date.now() + 40 * DAY) })
        .where('name', '=', 'duty:ahead')
        .execute(),
    );
    expect([await takeIfDue(store, 'ahead', DAY), await takeIfDue(store, 'ahead', DAY)]).toEqual([true, false]);
  });

  it('a duty whose collector died at it is due in an hour, one that is done with the next day', async () => {
    const { store } = open();
    const hoursPass = (hours: number) => async (duty: string) => {
      const { changed_at } = await store.db
        .selectFrom('setting')
        .select('changed_at')
        .where('name', '=', `duty:${duty}`)
        .executeTakeFirstOrThrow();
      const earlier = new Date(changed_at.getTime() - hours * 3_600_000);
      await store.write(({ db }) =>
        db.updateTable('setting').set({ changed_at: earlier }).where('name', '=', `duty:${duty}`).execute(),
      );
      return takeIfDue(store, duty, DAY);
    };
    expect(await takeIfDue(store, 'died', DAY)).toBe(true);
    // It dies twice: the first time the row was new.
    for (let death = 0; death < 2; death += 1)
      expect([await hoursPass(0.9)('died'), await hoursPass(0.2)('died')]).toEqual([false, true]);
    await takeIfDue(store, 'done', DAY);
    await markDone(store, 'done');
    expect([await hoursPass(2)('done'), await hoursPass(21.9)('done'), await hoursPass(0.2)('done')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('a duty that left a backlog is due with the next tick', async () => {
    const { store } = open();
    await takeIfDue(store, 'backlog', DAY);
    await makeDue(store, 'backlog');
    expect(await takeIfDue(store, 'backlog', DAY)).toBe(true);
  });

  it('a stored value is replaced', async () => {
    const { store } = open();
    expect(await readStoredValue(store, 'colour')).toBeNull();
    await writeStoredValue(store, 'colour', { is: 'red' });
    await writeStoredValue(store, 'colour', { is: 'blue' });
    expect(await readStoredValue(store, 'colour')).toEqual({ is: 'blue' });
  });
});
