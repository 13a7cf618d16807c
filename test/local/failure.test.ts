import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../lib/errors.ts';
import { examples } from '../../local/examples.ts';
import { failureLine, failureTold } from '../../local/failure.ts';
import { HostConfigError } from '../../local/host/index.ts';

const folder = mkdtempSync(join(tmpdir(), "lens-it's-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe('what a program says of an error', () => {
  it('is a sentence for a mistake of settings or permissions, and nothing for a fault of ours', () => {
    expect(failureLine(new HostConfigError('host.json: no.'))).toBe('host.json: no.');
    expect(failureLine(new ConfigError('No.', { code: 'option', hint: 'Do.' }))).toBe('No. (option)\nDo.');
    const denied = Object.assign(new Error('EACCES: mkdir'), { code: 'EACCES', path: '/srv/.data' });
    expect(failureLine(denied)).toBe('No permission for /srv/.data: let this account write there.');
    expect(failureLine(new RangeError('fault'))).toBeNull();
  });

  it('never quotes a foreign error', () => {
    expect(failureTold(new RangeError('ada@corp.example'))).toMatch(/^Unexpected RangeError\. \(internal\)\n/);
  });
});

describe('the lines that npm start ends with', () => {
  const file = join(folder, 'host.json');
  it('have the key of a simulated company, and of real systems its file alone, which they read', () => {
    writeFileSync(file, JSON.stringify({ masterKey: {}, functionKeys: [{ name: 'default', value: 'a-key' }] }));
    const simulated = examples('http://127.0.0.1:1', 'a-key', file);
    expect(simulated.trimStart()).toMatch(/^[^\n]+ http:\/\/127\.0\.0\.1:1\/api\/pages\/\n[^\n]+\n {2}a-key\n/);
    expect(simulated).toContain("-H 'x-functions-key: a-key'");
    const real = examples('http://127.0.0.1:1', null, file);
    expect(real.trimStart()).toMatch(/^[^\n]+ http:\/\/127\.0\.0\.1:1\/api\/pages\/\n/);
    expect(real).not.toContain('a-key');
    expect(real.match(/-H "x-functions-key: \$KEY"/g)).toHaveLength(3);
    expect(real).toContain(`The key is in ${file}`);
    const [line = ''] = real.split('\n').filter((one) => one.includes('KEY=$('));
    const printed = execFileSync('sh', ['-c', `${line.trim()}; printf %s "$KEY"`], {
      encoding: 'utf8',
      env: { PATH: `${join(process.execPath, '..')}:${process.env.PATH}` },
    });
    expect(printed).toBe('a-key');
  });

  it('do not offer a key that has no role', () => {
    const lines = examples('http://127.0.0.1:1', 'a-key', '/keys/host.json', []);
    expect(lines).not.toContain('a-key');
    expect(lines).toContain('API_ROLES is set, and gives the key of this start no role');
  });

  it('say which roles the key has, where keys have roles', () => {
    const lines = (key: string | null) => examples('http://127.0.0.1:1', key, file, ['operator', 'privacy']);
    for (const key of ['a-key', null])
      expect(lines(key)).toContain('API_ROLES gives it operator, privacy, and no other role.');
    expect(examples('http://127.0.0.1:1', 'a-key', file)).not.toContain('API_ROLES');
  });
});
