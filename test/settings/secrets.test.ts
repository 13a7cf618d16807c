// Secrets and authorities as people write and get them: by editors, shells, downloads, and by mistake.
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../lib/errors.ts';
import { caFileProblem, readAuthorities } from '../../lib/net/authorities.ts';
import { SecretReference } from '../../lib/secrets.ts';
import { loadSettings, parseSources } from '../../lib/settings/index.ts';
import { createAuthority } from '../../local/fleet/authority.ts';

const folder = mkdtempSync(join(tmpdir(), 'emm-lens-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const read = (reference: string): string => new SecretReference(reference).read();
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('a secret', () => {
  it.each([
    ['with a mark', '\uFEFFGröße'],
    ['with line ends', 'Größe\r\n\n'],
    ['with blanks behind it', 'Größe \t\n'],
    ['by PowerShell', Buffer.from('\uFEFFGröße\r\n', 'utf16le')],
    ['in the other order of bytes', utf16be('\uFEFFGröße')],
  ])('is read %s', (_, content) => {
    expect(read(`file:${file('secret', content)}`)).toBe('Größe');
  });

  it('keeps the blanks before and in it', () => {
    expect(read(`file:${file('secret', ' a b\n')}`)).toBe(' a b');
  });

  it.each([
    ['empty', '', 'is empty'],
    ['blank', ' \n', 'is empty'],
    ['in an old code page', Buffer.from('Größe', 'latin1'), 'is no text in UTF-8'],
    ['in UTF-16 without a mark', Buffer.from('abc', 'utf16le'), 'is no text in UTF-8'],
  ])('that is %s is told by its reference, and not quoted', (_, content, what) => {
    const path = file('secret', content);
    const told = `The secret file:${path} ${what}.`;
    expect(() => read(`file:${path}`)).toThrow(
      expect.objectContaining({ code: 'secret-missing', message: told, hint: expect.stringContaining(told) }),
    );
  });

  it('that is missing is told from an empty one, and from what is no file, in settings too', () => {
    process.env.EMPTY_SECRET = '';
    const told = (reference: string) =>
      loadSettings({ AUDIT_KEY: reference }).problems.find(({ setting }) => setting === 'AUDIT_KEY')?.problem;
    for (const [reference, what] of [
      [`file:${at('absent')}`, 'does not exist'],
      [`file:${file('secret', '')}`, 'is empty'],
      [`file:${folder}`, 'is no regular file of 64 kB at most'],
      ['env:NOBODY_SET_THIS_ONE', 'is not set'],
      ['env:EMPTY_SECRET', 'is empty'],
    ])
      expect(told(reference ?? '')).toBe(`cannot be used: the secret that it names ${what}`);
    delete process.env.EMPTY_SECRET;
  });
});

describe('a CA file', () => {
  const pems = [createAuthority(Date.now()).caPem, createAuthority(Date.now()).caPem];
  const fingerprints = (pem: string) =>
    pem.match(/-----BEGIN.*?-----END CERTIFICATE-----/gs)?.map((one) => new X509Certificate(one).fingerprint256);
  const der = new X509Certificate(pems[0] ?? '').raw;

  it.each([
    ['PEM', pems.join(''), 2],
    ['PEM with words between', `Größe\n${pems.join('\nRoot\n')}`, 2],
    ['PEM with words of an old code page', Buffer.from(`Größe\n${pems[0]}`, 'latin1'), 1],
    ['PEM by PowerShell', Buffer.from(`\uFEFF${pems.join('')}`, 'utf16le'), 2],
    ['DER', der, 1],
  ])('is read as %s', (_, content, certificates) => {
    const path = file('ca', content);
    expect(fingerprints(readAuthorities(path))).toEqual(fingerprints(pems.slice(0, certificates).join('')));
    expect(caFileProblem(path)).toBeNull();
  });

  it.each([
    ['empty', ''],
    ['a page', '<html>sign in</html>'],
    ['a broken certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['a part of one', der.subarray(0, 99)],
    ['a certificate and a broken one', `${pems[0]}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`],
  ])('that is %s is refused at start, in settings and sources', (_, content) => {
    const path = file('ca', content);
    const wrong = 'must name a file with certificates, in PEM or DER';
    const { problems } = loadSettings({ DATABASE_CA_FILE: path, LICENSE_CA_FILE: path });
    expect(problems.filter(({ problem }) => problem === wrong).map(({ setting }) => setting)).toEqual([
      'DATABASE_CA_FILE',
      'LICENSE_CA_FILE',
    ]);
    const epmm = {
      name: 'epmm',
      type: 'ivanti-epmm',
      url: 'https://epmm.example.org',
      username: 'a',
      password: 'env:X',
    };
    expect(parseSources(JSON.stringify({ sources: [{ ...epmm, caFile: path }] })).sources).toEqual([
      { name: 'epmm', type: 'ivanti-epmm', problems: [`caFile: ${wrong}`] },
    ]);
  });

  it('that is not there yet is told by whoever opens it', () => {
    expect(caFileProblem(at('absent'))).toBeNull();
    expect(() => readAuthorities(at('absent'))).toThrow();
    expect(() => readAuthorities(at('absent'))).not.toThrow(ConfigError);
  });
});
