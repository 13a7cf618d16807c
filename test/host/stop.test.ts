import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanUp, HostProcess } from './host-process.ts';

afterAll(cleanUp);

const OPEN = "app.http('open', { authLevel: 'anonymous', handler: () => ({ body: 'open' }) });";
const withApp = (code: string, environment?: Record<string, string>) =>
  HostProcess.start({ 'app.js': `import { app } from '@azure/functions';\n${code}` }, environment);

describe('a stop', () => {
  it('lets the request in flight finish, takes no new one, then runs appTerminate', async () => {
    const host = await withApp(`
      let release;
      const released = new Promise((resolve) => { release = resolve; });
      app.http('slow', { authLevel: 'anonymous', handler: async (_, context) => { context.log('in flight'); await released; return { body: 'finished' }; } });
      app.hook.appTerminate(() => new Promise((resolve) => setImmediate(resolve)).then(() => process.stdout.write('{"log":{"message":"terminated"}}\\n')));
      process.on('SIGUSR2', () => release());
      process.stdout.write(JSON.stringify({ log: { message: 'pid ' + process.pid } }) + '\\n');
    `);
    const pid = Number((await host.line(/^pid /)).message.slice(4));
    const { port } = new URL(host.ready.url);
    const slow = host.fetch('/api/slow');
    await host.line(/^in flight$/);
    const stopped = host.stop();
    for (let refused = false; !refused; ) {
      const probe = connect(Number(port), '127.0.0.1');
      refused = await Promise.race([
        once(probe, 'connect').then(() => false),
        new Promise<boolean>((resolve) => probe.once('error', () => resolve(true))),
      ]);
      probe.destroy();
    }
    expect(host.logged(/^terminated$/)).toEqual([]);
    process.kill(pid, 'SIGUSR2');
    expect(await (await slow).text()).toBe('finished');
    expect(await stopped).toBe(0);
    expect(host.logged(/^terminated$/)).toHaveLength(1);
    expect(host.events.at(-1)).toEqual({ stopped: true });
  });

  it('waits ten seconds for a handler that never ends, and no longer', async () => {
    const host = await withApp(`app.http('hang', { authLevel: 'anonymous', handler: (_, context) => {
      context.log('in flight');
      return new Promise(() => {});
    } });`);
    const lost = host.fetch('/api/hang').catch(() => 'no answer');
    await host.line(/^in flight$/);
    const started = performance.now();
    expect(await host.stop()).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(9_900);
    expect(await lost).toBe('no answer');
  });

  it('ends a connection that is kept alive', async () => {
    const host = await withApp(OPEN);
    const socket = connect(Number(new URL(host.ready.url).port), '127.0.0.1');
    socket.write('GET /api/open HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    const closed = once(socket, 'close');
    expect(await host.stop()).toBe(0);
    await closed;
  });
});
