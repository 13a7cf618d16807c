import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isSubMinute, parseSchedule, parseTimeSpan } from '../../local/host/schedule.ts';
import { sleepUntil } from '../../local/host/timers.ts';

const at = (text: string) => new Date(text);
const local = (...parts: [number, number, number, number?, number?, number?]) => new Date(...parts);
const nextRuns = (expression: string, from: Date, count: number) => {
  const schedule = parseSchedule(expression);
  const runs: Date[] = [];
  for (let next = schedule.next(from); next && runs.length < count; next = schedule.next(next)) runs.push(next);
  return runs;
};

describe('an NCRONTAB expression', () => {
  it.each([
    ['*/5 * * * * *', local(2026, 0, 1, 0, 0, 5)],
    ['0 */5 * * * *', local(2026, 0, 1, 0, 5, 0)],
    ['*/5 * * * *', local(2026, 0, 1, 0, 5, 0)],
    ['0 5/15 * * * *', local(2026, 0, 1, 0, 5, 0)],
    ['0 0 9-17 * * *', local(2026, 0, 1, 9, 0, 0)],
    ['0 0 17-9 * * *', local(2026, 0, 1, 9, 0, 0)],
    ['0 30 9 * Jan Mon', local(2026, 0, 5, 9, 30, 0)],
    ['0 0 0 * february *', local(2026, 1, 1)],
    ['0 0 0 1,15 * *', local(2026, 0, 15)],
    ['0 0 */0 * * *', local(2026, 0, 1, 1, 0, 0)],
    ['  0   0 3 * * * ', local(2026, 0, 1, 3, 0, 0)],
  ])('%s is due at the time NCrontab gives', (expression, due) => {
    expect(parseSchedule(expression).next(local(2026, 0, 1))).toEqual(due);
  });

  it('is due only where day of month and day of week both match', () => {
    expect(nextRuns('0 0 0 13 * 5', local(2026, 0, 1), 3)).toEqual([
      local(2026, 1, 13),
      local(2026, 2, 13),
      local(2026, 10, 13),
    ]);
  });

  it('that can never be due has no next time', () => {
    expect(parseSchedule('0 0 0 30 2 *').next(local(2026, 0, 1))).toBeUndefined();
  });

  it.each([
    '0 0 0 * * 7',
    '0 0 0 ? * *',
    '0 0 0 L * *',
    '0 0 0 15W * *',
    '0 0 0 * * 5#2',
    '0 0 0 * * 5L',
    '@daily',
    '60 * * * * *',
    '0 0 24 * * *',
    '0 0 0 0 * *',
    '0 0 0 * 13 *',
    '0 0 0 * * Xyz',
    '* * * *',
    '* * * * * * *',
    '*-5 * * * * *',
    '0 0 0 * * ,',
    '-1 * * * * *',
    '1-2-3 * * * * *',
    '*/x * * * * *',
    'every day at noon',
    '',
  ])('%p is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(Error);
  });

  it('adjusts for daylight saving time, a TimeSpan does not', () => {
    expect(parseSchedule('0 0 3 * * *').adjustForDst).toBe(true);
    expect(parseSchedule('01:00:00').adjustForDst).toBe(false);
  });
});

describe('where clocks go back', () => {
  /** The next times in Berlin, in UTC; in a process of its own, because the time zone is the process's. */
  const inBerlin = (expression: string, from: string, count: number): string[] => {
    const module = join(process.cwd(), 'local/host/schedule.ts');
    const code = `import { parseSchedule } from ${JSON.stringify(module)};
      const schedule = parseSchedule(${JSON.stringify(expression)});
      let next = new Date(${JSON.stringify(from)});
      for (let n = 0; n < ${count}; n++) { next = schedule.next(next); console.log(next.toISOString().slice(0, 16)); }`;
    const env = { ...process.env, TZ: 'Europe/Berlin' };
    return execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' })
      .trim()
      .split('\n');
  };

  it('a point in time is due once', () => {
    expect(inBerlin('0 30 2,3 * * *', '2026-10-24T12:00Z', 3)).toEqual([
      '2026-10-25T00:30',
      '2026-10-25T02:30',
      '2026-10-26T01:30',
    ]);
  });

  it('an interval runs on through the repeated hour', () => {
    expect(inBerlin('0 */30 2 * * *', '2026-10-24T12:00Z', 4)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
    ]);
  });
});

describe('a TimeSpan', () => {
  it.each([
    ['00:00:05', 5_000],
    ['00:30', 1_800_000],
    ['1.02:03:04', 93_784_000],
    ['00:00:00.250', 250],
    ['2', 172_800_000],
    ['-00:00:01', -1_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseTimeSpan(text)).toBe(milliseconds);
  });

  it.each(['24:00:00', '00:60:00', '00:00:60', '5s', '::', ''])('%p is refused', (text) => {
    expect(() => parseTimeSpan(text)).toThrow(/TimeSpan/);
  });

  it('is due its length after the run before has ended', () => {
    expect(parseSchedule('00:00:30').next(at('2026-01-01T00:00:07Z'))).toEqual(at('2026-01-01T00:00:37Z'));
    expect(() => parseSchedule('00:00:00')).toThrow(/longer than zero/);
  });
});

describe('the minute from which a timer is monitored', () => {
  it.each([
    ['*/30 * * * * *', true],
    ['00:00:59', true],
    ['0 * * * * *', false],
    ['00:01:00', false],
  ])('%s is below it: %p', (expression, below) => {
    expect(isSubMinute(parseSchedule(expression), local(2026, 0, 1))).toBe(below);
  });
});

describe('waiting for a timer', () => {
  const day = 86_400_000;
  const clockThatWakes = (early: number) => {
    let time = at('2026-01-01T00:00:00Z').getTime();
    const slept: number[] = [];
    const sleep = async (milliseconds: number) => {
      slept.push(milliseconds);
      time += slept.length === 1 ? milliseconds - early : milliseconds;
    };
    return { slept, clock: { now: () => new Date(time), sleep } };
  };

  it('reaches beyond the 24 days that one Node timer holds', async () => {
    const { slept, clock } = clockThatWakes(0);
    expect(await sleepUntil(at('2026-03-02T00:00:00Z'), clock, new AbortController().signal)).toBe(true);
    expect(slept).toEqual([24 * day, 24 * day, 12 * day]);
  });

  it('goes on when it was woken a millisecond early', async () => {
    const { slept, clock } = clockThatWakes(1);
    expect(await sleepUntil(at('2026-01-01T00:00:10Z'), clock, new AbortController().signal)).toBe(true);
    expect(slept).toEqual([10_000, 1]);
  });

  it('ends without a run when the host stops', async () => {
    const { clock } = clockThatWakes(0);
    expect(await sleepUntil(at('2026-01-01T00:00:10Z'), clock, AbortSignal.abort())).toBe(false);
  });
});
