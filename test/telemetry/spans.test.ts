// Spans, what may leave of their facts, and that a collector without a place for them loads nothing.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { personalFieldNames } from '../../lib/catalog/index.ts';
import { within } from '../../lib/correlation.ts';
import { SourceError } from '../../lib/errors.ts';
import { beginSpan, endRecording, recordTo, type SpanRecord, span } from '../../lib/span.ts';
import { ATTRIBUTE_NAMES, NOT_SHOWN, sayable } from '../../lib/telemetry/attributes.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

afterEach(endRecording);

function recording(): SpanRecord[] {
  const taken: SpanRecord[] = [];
  recordTo({ take: (one) => void taken.push(one), close: async () => {} });
  return taken;
}

describe('a span', () => {
  it('goes on with the trace of the caller, is before what happens within it, and ends with the code of what was thrown', async () => {
    const taken = recording();
    const failing = within({ trace: TRACE, span: 'b7ad6b7169203331' }, () =>
      span('request', { method: 'GET', route: 'devices/{id}' }, async () =>
        span('outbound', { host: 'emm.example.org' }, async (tell) => {
          tell({ status: 500 });
          throw new SourceError('of Jane Doe', { code: 'http-500', hint: '' });
        }),
      ),
    );
    await expect(failing).rejects.toThrow();
    const [inner, outer] = taken;
    expect(outer).toMatchObject({
      name: 'request',
      trace: TRACE,
      parent: 'b7ad6b7169203331',
      facts: { code: 'http-500' },
    });
    expect(inner).toMatchObject({ trace: TRACE, parent: outer?.id, facts: { status: 500, code: 'http-500' } });
    expect(JSON.stringify(taken)).not.toContain('Jane');
  });

  it('begins a trace where none goes on, and is told once', async () => {
    const taken = recording();
    const open = beginSpan('pass', { dataset: 'device' });
    open.end();
    open.end();
    expect(taken).toMatchObject([{ parent: null, trace: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  });

  it('is nothing where nobody listens', async () => {
    expect(await span('poll', {}, async () => 3)).toBe(3);
    beginSpan('pass', {}).end();
  });
});

describe('what leaves', () => {
  it('has no name of a personal field of the catalogue', () => {
    expect([...ATTRIBUTE_NAMES.values()].filter((name) => personalFieldNames.has(name))).toEqual([]);
  });

  it.each([
    ['intune-hq', true],
    ['devices/{id}/apps', true],
    ['login.microsoftonline.com', true],
    ['10.1.2.3', true],
    ['4.1037.0.0', true],
    ['http-503', true],
    ['3f2504e0-4f89-11d3-9a0c-0305e82c3301', true],
    ['anna@corp.example', false],
    ['Anna Smith', false],
    ['+491701234567', false],
    ['353270010012345', false],
    ['Jörg', false],
    ['a'.repeat(121), false],
  ])('is a name or code of ours: %s is%s', (value, isSaid) => {
    expect(sayable(value)).toBe(isSaid ? value : NOT_SHOWN);
  });
});

describe('a collector', () => {
  it('loads nothing of it where no place is configured', async () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
      const { beginTelemetry } = await import('./lib/operations/telemetry.ts');
      const own = () => loaded.filter((url) => /@opentelemetry|lib\\/telemetry\\/(start|otlp|spans|metrics)/.test(url)).length;
      await beginTelemetry({});
      const without = own();
      await beginTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://127.0.0.1:1' });
      console.log(JSON.stringify([without, own() > 10]));
      process.exit();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    expect(JSON.parse(stdout)).toEqual([0, true]);
  });
});
