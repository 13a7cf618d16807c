import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../lib/errors.ts';
import { type ContextLog, consoleLogger, logFailure, loggerOver } from '../../lib/operations/log.ts';

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

  it('tells wrong settings once, and says nothing of what an unknown error carries', () => {
    const context = recording();
    const wrong = new ConfigError('A setting is wrong.', {
      code: 'settings',
      hint: `AUDIT_KEY is missing ${Math.random()}`,
    });
    logFailure(context, 'retention', wrong);
    logFailure(context, 'license-check', wrong);
    logFailure(context, 'poll', new Error('duplicate key (anna@corp.example)'));
    expect(context.lines).toHaveLength(2);
    expect(context.lines.join()).not.toContain('anna');
  });
});
