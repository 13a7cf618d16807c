import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanUp, HostProcess } from './host-process.ts';

const APP = `
import { app } from '@azure/functions';
const timer = (name, options, handler) => app.timer(name, { useMonitor: false, handler, ...options });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let overlapping = 0;
timer('every-second', { schedule: '* * * * * *' }, (info, context) => context.log('tick ' + JSON.stringify(info) + ' ' + Date.now() % 1000));
timer('failing', { schedule: '%FAST%' }, (_, context) => { context.log('failing ran'); throw new TypeError('x'); });
timer('long', { schedule: '00:00:00.100' }, async (_, context) => {
  context.log('long begins with ' + overlapping++);
  await sleep(250);
  overlapping--;
});
timer('at-start', { schedule: '0 0 3 1 1 *', runOnStartup: true }, (info, context) => context.log('at start ' + JSON.stringify(info)));
timer('by-hand', { schedule: '0 0 3 1 1 *' }, (info, context) => context.log('by hand ' + JSON.stringify(info)));
timer('off', { schedule: '* * * * * *', runOnStartup: true }, (_, context) => context.log('off ran'));
timer('sub-minute', { schedule: '*/20 * * * * *', useMonitor: true }, () => {});
timer('monitored', { schedule: '0 */5 * * * *', useMonitor: undefined }, () => {});
timer('seven', { schedule: '0 0 0 * * 7' }, () => {});
timer('unresolved', { schedule: '%NO_SUCH_SETTING%' }, () => {});
app.http('open', { authLevel: 'anonymous', handler: () => ({}) });
`;

let host: HostProcess;
beforeAll(async () => {
  host = await HostProcess.start({ 'app.js': APP }, { fast: '00:00:00.050', AzureWebJobs_off_Disabled: 'True' });
});
afterAll(cleanUp);

/** The messages of the first `count` lines that match. */
async function lines(pattern: RegExp, count: number): Promise<string[]> {
  await host.event(() => host.logged(pattern).length >= count);
  return host.logged(pattern).map(({ message }) => message);
}

const post = (name: string, body: string, type = 'application/json', key = host.ready.masterKey) =>
  host.fetch(`/admin/functions/${name}`, {
    method: 'POST',
    body,
    headers: { 'content-type': type, 'x-functions-key': key },
  });

describe('a timer', () => {
  it('fires on its schedule and knows no status, as no monitor is there', async () => {
    const ticks = () => host.logged(/^tick/).map(({ message }) => /^tick (.*) (\d+)$/.exec(message) ?? []);
    // On a busy machine one may come late.
    await host.event(() => ticks().some(([, , millisecond]) => Number(millisecond) < 200));
    expect(JSON.parse(ticks()[0]?.[1] ?? '')).toEqual({
      schedule: { adjustForDST: true },
      scheduleStatus: null,
      isPastDue: false,
    });
  });

  it('goes on after an error, which the log has', async () => {
    await lines(/^failing ran/, 3);
    expect(await host.line(/Functions\.failing' \(Failed/)).toMatchObject({
      level: 'error',
      category: 'Function.failing',
    });
  });

  it('never overlaps itself', async () => {
    expect(new Set(await lines(/^long begins/, 3))).toEqual(new Set(['long begins with 0']));
  });

  it('with runOnStartup runs at once, once', async () => {
    await lines(/^tick/, 2);
    expect(await lines(/^at start/, 1)).toHaveLength(1);
  });

  it('that is disabled does not run', async () => {
    await lines(/^tick/, 2);
    expect(host.logged(/^off ran/)).toEqual([]);
  });

  it.each([
    ['monitored', /storage account/],
    ['seven', /day of week/],
    ['unresolved', /'%NO_SUCH_SETTING%' does not resolve/],
  ])('%s is refused by name and the others run', async (name, reason) => {
    const line = await host.line(new RegExp(`^The '${name}' function is in error`));
    expect(line.level).toBe('error');
    expect(line.message).toMatch(reason);
    expect(host.ready.functions.map((info) => info.name)).not.toContain(name);
  });

  it('is listed with its schedule, settings resolved', () => {
    expect(host.ready.functions).toContainEqual({ name: 'failing', kind: 'timer', schedule: '00:00:00.050' });
    expect(host.ready.functions.map(({ name }) => name)).toContain('sub-minute');
  });
});

describe('a manual run', () => {
  it.each(['{"input":""}', '{}'])('with the body %s is accepted and runs', async (body) => {
    const before = host.logged(/^by hand/).length;
    expect((await post('By-Hand', body)).status).toBe(202);
    const messages = await lines(/^by hand/, before + 1);
    expect(messages.at(-1)).toMatch(/"scheduleStatus":null/);
  });

  it.each([
    ['by-hand', '{}', 'text/plain', 415],
    ['by-hand', 'not json', 'application/json', 400],
    ['by-hand', '', 'application/json', 400],
    ['unknown', '{}', 'application/json', 404],
  ])('of %s with %p as %s answers %d', async (name, body, type, status) => {
    expect((await post(name, body, type)).status).toBe(status);
  });

  it('needs the master key', async () => {
    const statusOf = async (key: string) => (await post('by-hand', '{}', 'application/json', key)).status;
    expect([await statusOf(host.ready.defaultKey), await statusOf('nobody-has-this-one')]).toEqual([403, 401]);
  });

  it('of an HTTP function is refused by name', async () => {
    expect((await post('open', '{}')).status).toBe(202);
    expect(await host.line(/manual run of an HTTP function is not supported/)).toMatchObject({
      level: 'error',
      category: 'Function.open',
    });
  });
});

it('a stop ends all timers and the process', async () => {
  expect(await host.stop()).toBe(0);
});
