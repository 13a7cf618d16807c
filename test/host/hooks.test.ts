import { afterAll, describe, expect, it } from '@jest/globals';
import { cleanUp, HostProcess } from './host-process.ts';

afterAll(cleanUp);

const OPEN = "app.http('open', { authLevel: 'anonymous', handler: () => ({ body: 'open' }) });";
const withApp = (code: string, environment?: Record<string, string>) =>
  HostProcess.start({ 'app.js': `import { app } from '@azure/functions';\n${code}` }, environment);

describe('hooks', () => {
  it('run in the order of the worker and share their data', async () => {
    const host = await withApp(`
      app.hook.appStart((context) => { context.hookData.app = 'kept'; });
      app.hook.appTerminate((context) => {
        process.stdout.write(JSON.stringify({ log: { message: 'terminated ' + context.hookData.app } }) + '\\n');
      });
      app.hook.preInvocation((context) => {
        context.hookData.seen = [];
        const handler = context.functionHandler;
        context.functionHandler = async (...args) => { context.hookData.seen.push('handler'); return handler(...args); };
        context.inputs = [{ replaced: true }];
        try { context.hookData = {}; } catch (error) { context.hookData.seen.push(error.name); }
      });
      app.hook.postInvocation((context) => {
        if (context.error) { context.error = null; context.result = { body: 'swallowed' }; }
        else context.result = { jsonBody: { seen: context.hookData.seen, result: context.result } };
      });
      app.hook.log((context) => {
        if (context.category === 'user') { context.message = context.message.replace('secret', '***'); context.level = 'warning'; }
        if (context.message.includes('untouched')) throw new Error('ignored');
      });
      app.http('fine', { authLevel: 'anonymous', handler: (input, context) => { context.log('a secret'); context.info('untouched secret'); return input; } });
      app.http('fails', { authLevel: 'anonymous', handler: () => { throw new Error('x'); } });
    `);
    const fine = await host.fetch('/api/fine');
    expect(await fine.json()).toEqual({ seen: ['TypeError', 'handler'], result: { replaced: true } });
    expect(await (await host.fetch('/api/fails')).text()).toBe('swallowed');
    expect(await host.line(/^a \*\*\*$/)).toMatchObject({ level: 'warning', category: 'Function.fine.User' });
    expect(await host.line(/^untouched secret$/)).toMatchObject({ level: 'information' });
    expect(await host.stop()).toBe(0);
    expect(host.logged(/^terminated kept$/)).toHaveLength(1);
  });

  it('of an unknown kind are a RangeError, late registrations are refused', async () => {
    const host = await withApp(`
      ${OPEN}
      import Module, { createRequire } from 'node:module';
      const core = createRequire(import.meta.url)('@azure/functions-core');
      let kind; try { core.registerHook('never', () => {}); } catch (error) { kind = error.name + error.isAzureFunctionsSystemError; }
      app.http('late', { authLevel: 'anonymous', handler: () => {
        try { app.http('too-late', { handler: () => ({}) }); } catch (error) { return { jsonBody: [kind, error.message] }; }
      } });
    `);
    const answer = await (await host.fetch('/api/late')).json();
    expect(answer).toEqual(['RangeErrortrue', 'A function can only be registered during app startup.']);
  });
});
