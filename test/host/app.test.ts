import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startHost } from '../../local/host/index.ts';
import { cleanUp, HostProcess, writeApp } from './host-process.ts';

afterAll(cleanUp);

const OPEN = "app.http('open', { authLevel: 'anonymous', handler: () => ({ body: 'open' }) });";
const withApp = (code: string, environment?: Record<string, string>) =>
  HostProcess.start({ 'app.js': `import { app, input, output } from '@azure/functions';\n${code}` }, environment);

describe('a bundle that fails to load', () => {
  it.each([
    ['an error after a registration', `${OPEN} throw new RangeError('broken');`, /RangeError: broken/],
    ['a name registered twice', `${OPEN} ${OPEN}`, /"open" has already been registered/],
    ['an appStart hook that throws', `${OPEN} app.hook.appStart(() => { throw new Error('no start'); });`, /no start/],
    [
      'the streaming mode',
      `${OPEN} app.setup({ enableHttpStream: true });`,
      /enableHttpStream: true \}\) is not supported/,
    ],
  ])('by %s leaves one line, no functions and a ping', async (_, code, message) => {
    const host = await withApp(code);
    expect(host.ready.functions).toEqual([]);
    expect([await host.status('/api/open'), await host.status('/admin/host/ping')]).toEqual([404, 200]);
    const failed = host.logged(/^Worker was unable/);
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({
      level: 'error',
      category: 'Host.Function.Console',
      message: expect.stringMatching(message),
    });
    expect(host.logged(/^0 functions loaded$/)).toHaveLength(1);
  });

  it('by a missing main, or a pattern as main, has no functions either', async () => {
    const missing = await HostProcess.start({ 'package.json': { type: 'module', main: 'nowhere.js' } });
    expect([missing.ready.functions, await missing.status('/admin/host/ping')]).toEqual([[], 200]);
    const pattern = await HostProcess.start({ 'package.json': { type: 'module', main: 'dist/*.js' } });
    expect((await pattern.line(/^Worker was unable/)).message).toMatch(/pattern as "main" is not supported/);
  });

  it('in a part of its own keeps what was registered before, if the entry catches it', async () => {
    const host = await HostProcess.start({
      'app.js': `import { app } from '@azure/functions'; ${OPEN} try { await import('./rest.js'); } catch { console.error('caught'); }`,
      'rest.js': "throw new Error('broken');",
    });
    expect(await host.status('/api/open')).toBe(200);
  });
});

describe('what the host does not offer', () => {
  const CODE = `
    ${OPEN}
    const handler = () => ({});
    app.storageQueue('queue', { queueName: 'q', connection: 'c', handler });
    app.http('outputs', { handler, extraOutputs: [output.storageQueue({ queueName: 'q', connection: 'c' })] });
    app.http('inputs', { handler, extraInputs: [input.storageBlob({ path: 'p', connection: 'c' })] });
    app.timer('retrying', { schedule: '* * * * * *', handler, retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayInterval: 1000 } });
    app.warmup('warm', { handler });
    app.http('admin-page', { handler });
    app.http('taken', { route: 'Runtime/x', handler });
    app.http('regex', { route: '{x:regex(a)}', handler });
    app.http('again', { route: 'OPEN', methods: ['POST'], handler });
    app.http('9lives', { handler });
    app.http('host', { handler });
  `;
  it('is refused by name, function by function', async () => {
    const host = await withApp(CODE);
    expect(host.ready.functions).toEqual([{ name: 'open', kind: 'http', route: 'api/open' }]);
    const reasons = host.logged(/function is in error/).map(({ message }) => message);
    const expected = [
      /'queue'.*trigger 'queueTrigger' is not supported/,
      /'outputs'.*binding '.*' of type 'queue' is not supported/,
      /'inputs'.*binding '.*' of type 'blob' is not supported/,
      /'retrying'.*Retry options are not supported/,
      /'warm'.*trigger 'warmupTrigger' is not supported/,
      /'admin-page'.*built in routes/,
      /'taken'.*built in routes/,
      /'regex'.*constraint 'regex\(a\)'.*not supported/,
      /'again'.*route defined by function 'open'/,
      /'9lives'.*name is not valid/,
      /'host'.*name is not valid/,
    ];
    expect(reasons).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(reasons[index]).toMatch(pattern);
    expect(await host.status('/api/open')).toBe(200);
  });
});

describe('a bundle', () => {
  it('may be CommonJS', async () => {
    const host = await HostProcess.start({
      'package.json': { main: 'app.js' },
      'app.js': `const { app } = require('@azure/functions'); ${OPEN}`,
    });
    expect(await (await host.fetch('/api/open')).text()).toBe('open');
  });

  it('may await before it registers', async () => {
    const host = await withApp(`await new Promise((resolve) => setImmediate(resolve)); ${OPEN}`);
    expect(await host.status('/api/open')).toBe(200);
  });
});

it('a port in use stops the start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const appRoot = writeApp({});
  const started = startHost({ appRoot, port, environment: {}, secretsPath: appRoot, log: () => undefined });
  await expect(started).rejects.toMatchObject({ code: 'EADDRINUSE' });
  taken.close();
});

it('a process hosts one app', async () => {
  const host = await withApp(`
    ${OPEN}
    const { startHost } = await import(${JSON.stringify(`file://${process.cwd()}/local/host/index.ts`)});
    const again = await startHost({ appRoot: '/nonexistent', port: 0, environment: {}, secretsPath: '/nonexistent', log() {} }).catch((error) => error.message);
    app.http('again', { authLevel: 'anonymous', handler: () => ({ body: String(again) }) });
  `);
  expect(await (await host.fetch('/api/again')).text()).toMatch(/already hosted an app/);
});
