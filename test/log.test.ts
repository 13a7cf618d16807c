import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { within } from '../lib/correlation.ts';
import { ConfigError, StoreError } from '../lib/errors.ts';
import { type ContextLog, consoleLogger, logFailure, loggerOver } from '../lib/log.ts';

function recording(): ContextLog & { lines: string[] } {
  const lines: string[] = [];
  const write = (...args: unknown[]) => void lines.push(args.join(' '));
  return { lines, debug: write, info: write, warn: write, error: write };
}

describe('a line outside of an invocation', () => {
  it('says in words that it is a warning or an error, each part of it: the runtime knows of it nothing else', () => {
    const printed: string[] = [];
    const keep = (text: unknown) => void printed.push(String(text));
    const [info, warn, error] = [console.log, console.warn, console.error];
    Object.assign(console, { log: keep, warn: keep, error: keep });
    consoleLogger.info('poll ended', { source: 'intune' });
    consoleLogger.warn('poll ended early', { code: 'tls' });
    logFailure(consoleLogger, 'poll of intune', new ConfigError('No secret.', { code: 'x', hint: 'Mount it.' }));
    Object.assign(console, { log: info, warn, error });
    expect(printed).toEqual([
      'poll ended source=intune',
      'warning: poll ended early code=tls',
      'error: poll of intune failed (x): No secret.\nerror: Mount it.',
    ]);
  });
});

describe('the log', () => {
  it('shows counts and codes, and texts with blanks in quotes', () => {
    const context = recording();
    loggerOver(context).info('poll ended', { source: 'intune', read: 3, hint: 'look at it' });
    expect(context.lines).toEqual(['poll ended source=intune read=3 hint="look at it"']);
  });

  it('shows nothing under the name of a personal field of the catalogue, in either spelling', () => {
    const context = recording();
    loggerOver(context).warn('refused', {
      mail: 'anna@corp.example',
      user_principal_name: 'anna',
      deviceName: 'Anna',
      imei: '35',
      state: 'ok',
    });
    expect(context.lines).toEqual([
      'refused mail=[not shown] user_principal_name=[not shown] deviceName=[not shown] imei=[not shown] state=ok',
    ]);
  });

  it('ends a line with the run that it is of, or else the request, as an operator finds it', () => {
    const context = { ...recording(), invocationId: '9ad1c2f4-0000-4000-8000-000000000000' };
    const run = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';
    within({ run }, () => loggerOver(context).info('poll ended', { source: 'intune' }));
    loggerOver(context).error('the watch failed\nLook.');
    within({ request: run }, () => loggerOver({ ...context, invocationId: undefined }).info('asked'));
    expect(context.lines).toEqual([
      'poll ended source=intune run=1b4e28ba',
      'the watch failed\nLook. request=9ad1c2f4',
      'asked request=1b4e28ba',
    ]);
  });

  it('tells wrong settings once, and says nothing of what an unknown error carries', () => {
    const context = recording();
    const wrong = new ConfigError('A setting is wrong.', {
      code: 'settings',
      hint: `AUDIT_KEY is missing ${Math.random()}`,
    });
    logFailure(loggerOver(context), 'retention', wrong);
    logFailure(loggerOver(context), 'license-check', wrong);
    logFailure(loggerOver(context), 'poll', new Error('duplicate key (anna@corp.example)'));
    expect(context.lines).toHaveLength(2);
    expect(context.lines.join()).not.toContain('anna');
  });
});

describe('the log in JSON', () => {
  beforeEach(() => {
    process.env.LOG_FORMAT = 'json';
  });
  afterEach(() => {
    delete process.env.LOG_FORMAT;
    jest.restoreAllMocks();
  });

  it('has one line for one event, with what it belongs to', () => {
    const context = { ...recording(), invocationId: 'i' };
    within({ trace: 't', span: 's', source: 'intune', run: 'r' }, () => {
      loggerOver(context).warn('poll ended early', { source: 'intune', code: 'tls', read: 3 });
      logFailure(loggerOver(context), 'poll', new StoreError('It is gone.', { code: 'lost', hint: 'Look.\nThere.' }));
    });
    expect(context.lines.join('')).not.toContain('\n');
    const of = { time: expect.any(String), source: 'intune', run: 'r', request: 'i', trace: 't' };
    expect(context.lines.map((line) => JSON.parse(line))).toEqual([
      { ...of, level: 'warning', code: 'tls', message: 'poll ended early', details: { read: 3 } },
      { ...of, level: 'error', code: 'lost', message: 'poll failed (lost): It is gone.\nLook.\nThere.', details: {} },
    ]);
  });

  it('shows of people no more than text does', () => {
    const context = recording();
    loggerOver(context).warn('refused', {
      mail: 'anna@corp.example',
      deviceName: 'Anna',
      phone_number: '+4917012345',
      n: 1,
    });
    logFailure(loggerOver(context), 'poll', new Error('duplicate key (anna@corp.example)'));
    expect(context.lines.join().toLowerCase()).not.toMatch(/anna|4917012345/);
    expect(JSON.parse(context.lines[0] ?? '').details).toMatchObject({ mail: '[not shown]', n: 1 });
  });

  it('has in a printed error no word that the runtime takes for a warning, and is the same text', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const error = jest.spyOn(console, 'error').mockImplementation(() => {});
    consoleLogger.warn('it failed');
    consoleLogger.error('Warned, then it failed', { source: 'warner' });
    const [warned, printed] = [warn, error].map(({ mock }) => String(mock.calls[0]?.[0]));
    expect(warned).toMatch(/warn/);
    expect(printed).not.toMatch(/warn/i);
    expect(JSON.parse(printed ?? '')).toMatchObject({
      level: 'error',
      message: 'Warned, then it failed',
      source: 'warner',
    });
  });
});
