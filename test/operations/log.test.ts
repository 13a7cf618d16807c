import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../lib/errors.ts';
import { type ContextLog, logFailure, loggerOver } from '../../lib/operations/log.ts';

function recording(): ContextLog & { lines: string[] } {
  const lines: string[] = [];
  const write = (...args: unknown[]) => void lines.push(args.join(' '));
  return { lines, debug: write, info: write, warn: write, error: write };
}

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
