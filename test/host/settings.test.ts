import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Settings } from '../../local/host/settings.ts';
import { cleanUp, HostProcess, writeApp } from './host-process.ts';

afterAll(cleanUp);

const OPEN = "app.http('open', { authLevel: 'anonymous', handler: () => ({ body: 'open' }) });";

describe('settings', () => {
  it('come from local.settings.json, below the environment, and reach the bundle', async () => {
    const host = await HostProcess.start(
      {
        'app.js': `import { app } from '@azure/functions';
          app.http('env', { authLevel: 'anonymous', route: '', handler: () => ({ jsonBody: [process.env.FROM_FILE, process.env.FROM_BOTH] }) });`,
        'local.settings.json': {
          IsEncrypted: false,
          Values: { FROM_FILE: 'file', FROM_BOTH: 'file', 'AzureFunctionsJobHost:extensions:http:routePrefix': '' },
        },
      },
      { FROM_BOTH: 'environment' },
    );
    expect(await (await host.fetch('/env')).json()).toEqual(['file', 'environment']);
    expect(host.ready.functions).toEqual([{ name: 'env', kind: 'http', route: 'env' }]);
  });

  it('of the environment override host.json, and its log levels hold for the longest category', async () => {
    const host = await HostProcess.start(
      {
        'app.js': `import { app } from '@azure/functions';
          for (const name of ['quiet', 'chatty']) app.http(name, { authLevel: 'anonymous', handler: (_, context) => {
            for (const level of ['trace', 'debug', 'info', 'warn', 'error']) context[level](name + ' ' + level);
            return {};
          } });`,
        'host.json': {
          version: '2.0',
          logging: { logLevel: { default: 'Error', 'Function.*.User': 'Debug', 'Function.quiet.User': 'Warning' } },
          extensions: { http: { routePrefix: 'one' } },
        },
      },
      {
        AzureFunctionsJobHost__Extensions__HTTP__RoutePrefix: 'two/three',
        AzureFunctionsJobHost__logging__logLevel__Function: 'Warning',
      },
    );
    expect([
      await host.status('/two/three/quiet'),
      await host.status('/two/three/chatty'),
      await host.status('/one/quiet'),
    ]).toEqual([200, 200, 404]);
    await host.line(/^chatty error$/);
    expect(host.events.flatMap(({ log }) => (log ? [log.message] : []))).toEqual([
      'quiet warn',
      'quiet error',
      'chatty debug',
      'chatty info',
      'chatty warn',
      'chatty error',
    ]);
  });

  it.each([
    [{ version: '1.0' }, {}, /version must be/],
    [
      { version: '2.0', customHandler: { description: {}, enableForwardingHttpRequest: true } },
      {},
      /customhandler.* is not supported/,
    ],
    [{ version: '2.0', functions: ['open'] }, {}, /functions.* is not supported/],
    [{ version: '2.0', extensions: { http: { hsts: { isEnabled: true } } } }, {}, /hsts\.isenabled is not supported/],
    [{ version: '2.0', functionTimeout: 'soon' }, {}, /functionTimeout/],
    [{ version: '2.0' }, { IsEncrypted: true, Values: {} }, /encrypted/],
    [{ version: '2.0' }, { Values: { NUMBER: 7 } }, /NUMBER is not a string/],
  ])('%j with %j are refused by name', (hostJson, localSettings, message) => {
    const folder = writeApp({ 'host.json': hostJson, 'local.settings.json': localSettings });
    expect(() => new Settings(folder, {})).toThrow(message);
  });

  it.each([
    ['{ "Values": { "A": "1", } }', 'line 1 column 25'],
    ['{\n  // ours\n  "Values": {} }', 'line 2 column 3'],
    ['\uFEFF{ "Values": { /* ours */ } }', 'line 1 column 15'],
  ])('%j are refused as JSON, with the place', (text, place) => {
    const folder = writeApp({});
    writeFileSync(join(folder, 'local.settings.json'), text);
    expect(() => new Settings(folder, {})).toThrow(
      `local.settings.json is not valid JSON (${place}); comments and trailing commas are not read.`,
    );
  });

  it('that are refused stop the start', async () => {
    const started = HostProcess.start({ 'app.js': '', 'host.json': { version: '1.0' } });
    await expect(started).rejects.toThrow('HostConfigError: host.json: version must be "2.0".');
  });

  it('that are harmless are accepted', async () => {
    const host = await HostProcess.start(
      {
        'app.js': `import { app } from '@azure/functions'; ${OPEN}`,
        'host.json': {
          version: '2.0',
          functionTimeout: '-1',
          aggregator: {},
          extensionBundle: { id: 'x', version: '[4.*, 5.0.0)' },
          extensions: {
            http: { hsts: { isEnabled: false }, maxConcurrentRequests: -1 },
            durableTask: { hubName: 'x' },
          },
        },
      },
      { AzureWebJobsDisableHomepage: 'true' },
    );
    expect([await host.status('/api/open'), await host.status('/')]).toEqual([200, 204]);
  });
});
